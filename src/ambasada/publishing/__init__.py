"""Function 1, informing the public: news, guides, events, press, reports, the standing pages.

Owns their page types and RecurringDay, a fact. Never knows who carries its words outward. Imported
by front and config.
"""
