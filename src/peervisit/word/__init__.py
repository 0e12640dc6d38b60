"""The Word kit that reports and forms share: well-formed WordprocessingML on a lean base, and its lint."""
