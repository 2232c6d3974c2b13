"""Function 1, informing the public: news, guides, the situation and the standing pages.

Owns NewsIndexPage, NewsPage, GuideIndexPage, GuidePage, SituationPage and StandardPage. Never knows
who carries its words outward. Imported by front and config.
"""
