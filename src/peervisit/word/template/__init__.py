"""Other people's templates: opened with care, completed with the styles that they lack, filled."""
