"""Minutes and agendas of meetings: what they say, and the files they are written as."""
