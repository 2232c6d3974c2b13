"""Function 1, informing the public: news and the standing pages of the site.

Owns NewsIndexPage, NewsPage and StandardPage. Never knows who carries its words outward.
Imported by front.
"""
