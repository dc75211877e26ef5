"""The hall of the house: every free text that a person gave, whatever the way in."""
