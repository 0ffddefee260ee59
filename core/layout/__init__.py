"""The form as data, and the laying out of it on pages: what every renderer draws, none of which knows another."""
