"""The Word kit: small builders of well-formed WordprocessingML on a lean base template."""
