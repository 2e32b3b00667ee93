"""The pages of 住居確保給付金: an application, its judgement, its course, its payment."""
