"""Function 1, informing the public: news, guides and the standing pages of the site.

Owns NewsIndexPage, NewsPage, GuideIndexPage, GuidePage and StandardPage. Never knows who carries
its words outward. Imported by front and config.
"""
