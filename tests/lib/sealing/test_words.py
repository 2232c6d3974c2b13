"""The words of a code: easily told apart, rightly spelt, and harmless on paper."""

import re
from collections import Counter
from pathlib import Path

import pytest

import ambasada
from tests.spelling import unknown

LISTS = Path(ambasada.__file__).parent / "lib" / "sealing" / "words"
LANGUAGES = ["en", "be", "ru"]
ALPHABETS = {
    "en": "a-z",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "ru": "а-яё",
}
FOLDED = str.maketrans("ёўі", "еуи")
# How words begin that frighten or endanger; a $ ends a word that is meant whole. No complete guard,
# but what was left out on purpose does not come back unseen.
FEARED = {
    "en": """
        abort abuse accus addict alarm alcoh ambush ammun army arrest arson assass asylum attack
        bail bandit beer betray bleed blood bomb border brandy bribe bruise bullet burgl bury captiv
        casket cell$ chain church cocain coffin condemn convict convoy corpse court$ crash crime
        crimin cross$ cruel cuff$ danger dead death defend deport despair detain detect devil die$
        doctor dope draft drown drug drunk dungeon enemy escap evil execut exile explod explos fail
        fear fight fire flee$ forbid fraud fugit funer gang gas$ ghost gin$ god grave$ grief guard
        guilt gun hang harm$ harmf hate heaven hell$ heroin hide holy hospit hostag hostil hunt hurt
        illeg infect inform injur inmate interrog invad jail judge jury kidnap kill knife lawyer
        lone lynch mafia maim martyr medic$ medicin migrant milit mine$ missile mob$ mosque mourn
        murder naked navy nerve noose nude nun orphan pain$ panic parol passport patrol penal perish
        pill$ pistol poison polic politic pope prayer presid priest$ prison protest punish racis
        raid rape razor rebel refug regime revol rifle riot rob$ robber rum$ sad$ sadn scar$ scare
        sect$ sentenc sex shackl shoot shot sick siege sin$ slav slay smuggl sniper snitch soldier
        sorrow spy stab steal strike suicid surrend surveil suspect sword tank tear$ terror theft
        thief threat tomb$ tortur traitor trap treason trench trial tyran unrest vampir victim
        violen virus visa$ vodka vote war$ warn warr weapon weep whip$ whisky wine witch witness
        worry wound
    """,
    "be": """
        аблав абстрэл абшук агент адвак алкагол амон ампул анкет анёл апазіц армі арышт атак атрад
        атрут аўтазак аўтамат бажн банд барак барыкад бежан белы бог$ боль$ бомб бунт бутэльк вайн
        варта$ вартав вогнішч войск вораг выбар выбух вырак вязень вязн гармат гарэлк гвалт герань
        гора$ гранат грэх гібел гімн$ даверанасц данос дзярж допыт дрон дубінк душ дыктат жалоб жах
        забой забі завал загін закон залож зброй зброя здрад злачын злодз змаг зняволен зона кайдан
        калоні канвой карцэр касцёл кат$ катава кладб крат кроў крыж куля кулямёт лагер ланцуг лекар
        лозунг магіл могіл мур$ муры мяжа міліц міна$ мір$ мірн мітынг наркот наручн насіл нацы нож$
        пагоня пагроз пагром пажар палан паліц партыз партыя патрон пекл перамо плак пракур пратэст
        прысуд прэзід псіх пятля піва$ пікет пісталет рабун рак$ ракет расстр рэвал рэжым самагуб
        свабод секс след слёз смерц смут страйк страл суд$ судд сумн$ сцяг сірат танк тартур труна
        турм тэрар тэрор уцяк уцёк фаш хаўтур хвароб хвор храм царк цэнзур чорт чырвон шкілет шпрыц
        шпіён штраф шыбен этап ядав ікон
    """,
    "ru": """
        автозак автомат агент адвокат алкогол ампул ангел арест арми атак бандит барак баррикад бег$
        бежат бежен белый бог$ бой$ боль$ больн бомб бунт бутыл виселиц водк военн война войск вор$
        восстан враг врач выбор выезд вязать газет гашиш герань герб$ герои гибел гимн$ голод голый
        горе$ гранат$ границ грех гроб груз$ двест дезерт депут дерьм донос допрос дрон дубин дурь
        дух$ душа$ жалоб забаст заклад заключ закон залож замок запрет засад зона икон казн камер$
        карат карцер клетка кокаин коммун конвой крест кровь крыс лагер лекарс лозунг майдан
        марихуан мент$ меч$ милиц мина мир$ митинг могил молит монах морг мусор муч$ мучен наркот
        наручн нары$ насил нацис нация ненавист нож$ обвин обыск огонь окоп омон орешник оруж осуж
        отрав охран очеред пакет$ палач паспорт патрон паук петл печал пиво пикет пистолет плак
        план$ плен$ погиб погон погром пожар полиц полк$ поп$ похорон президент приговор призрак
        призыв прокур протест пуля пытк пьян рай ракет$ рана$ расстрел револ режим резн$ решёт секс
        сигар сирот скорб слеж слёз смерт снаряд солдат спирт$ срок ссыл страх стрел$ стреля стук
        суд$ сука сутк танк$ террор топор траур тревог триста труп$ тюрь убеж убий убит угроз удар
        ужас уныл фашис флаг фронт хлопок храм цепь церк чёрт$ шмон шпион штраф эмигр этап ядер ядов
    """,
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def words(language: str) -> list[str]:
    return (LISTS / f"{language}.txt").read_text(encoding="utf-8").splitlines()


def _differing_by_one_letter(words: list[str]) -> set[str]:
    """Return what remains of two words or more when one letter is left out or held open."""
    places = [(word, place) for word in words for place in range(len(word))]
    held_open = Counter(word[:place] + "?" + word[place + 1 :] for word, place in places)
    left_out = {word[:place] + word[place + 1 :] for word, place in places}
    return {form for form, count in held_open.items() if count > 1} | (left_out & set(words))


def test_each_of_2048_words_has_its_place_by_its_letters(words: list[str]) -> None:
    assert len(words) == 2048
    assert words == sorted(set(words))


def test_the_first_four_letters_tell_a_word_also_when_typed_without_marks(words: list[str]) -> None:
    told = Counter(word.translate(FOLDED)[:4] for word in words)

    assert {letters: count for letters, count in told.items() if count > 1} == {}


def test_a_word_of_three_letters_begins_no_other(words: list[str]) -> None:
    short = {word for word in words if len(word) == 3}

    assert [word for word in words if len(word) > 3 and word[:3] in short] == []


def test_words_are_short_and_of_one_alphabet(words: list[str], language: str) -> None:
    form = re.compile(f"[{ALPHABETS[language]}]{{3,9}}")

    assert [word for word in words if not form.fullmatch(word)] == []
    assert sum(4 <= len(word) <= 8 for word in words) > 1900


def test_no_two_words_differ_by_one_letter(words: list[str]) -> None:
    assert _differing_by_one_letter([word.translate(FOLDED) for word in words]) == set()


def test_words_are_spelt_right(words: list[str], language: str) -> None:
    assert unknown(language, words) == set()
    assert unknown(language, ["qwrt", "цвкш"]) == {"qwrt", "цвкш"}


def test_no_word_frightens(words: list[str], language: str) -> None:
    feared = re.compile(f"(?:{'|'.join(FEARED[language].split())})")

    assert [word for word in words if feared.match(word)] == []
