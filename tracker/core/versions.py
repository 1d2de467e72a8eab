"""Words that tell one version of a song from another, and words of releases that tell nothing of the recording.

`VERSIONS` forbid a match where they stand on one side only. `NEUTRAL` words may stand or be missing: a remastered
or reissued recording is still that recording. Every other word is part of the title and has to be equal, so a
version that no list knows is taken for another song, not for the same.
"""

from __future__ import annotations

VERSIONS: dict[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "live": "live lives konzert konzertmitschnitt livemitschnitt concert concierto concerto konsert unplugged"
        " vivo ensayo bootleg ライブ ライヴ 라이브 现场 現場 концерт концертная",
        "remix": "remix remixes remixed remixado remixada rmx remezcla rework reworked bootleg mashup megamix flip vip"
        " medley popurri dub リミックス 리믹스 混音 ремикс",
        "karaoke": "karaoke playback backing singalong minusone minus カラオケ 노래방 伴奏 караоке",
        "cover": "cover covers covered tribute tributo hommage homenaje homenagem omaggio lullaby lullabies remake"
        " imitation renditions rendition カバー 翻唱 кавер",
        "speed": "sped slowed nightcore daycore reverb chopped screwed 8d ускоренная замедленная",
        "acoustic": "acoustic akustik akustisch acustica acustico acoustique akoestisch akustyczna stripped アコースティック"
        " 어쿠스틱 акустика акустическая",
        "instrumental": "instrumental instrumentals instrumentale strumentale instrumentalversion インストゥルメンタル 연주곡"
        " инструментал",
        "a cappella": "acapella acappella cappella capella vocals",
        "demo": "demo demos maqueta provino rehearsal outtake outtakes rough デモ демо",
        "edit": "edit edited radio clean censored snippet short shortened preview",
        "extended": "extended club dance 12inch maxi longer",
        "recorded again": "rerecorded rerecording rerecordings regrabado regrabada regrabacion neuaufnahme neueinspielung"
        " reimagined revisited redux",
        "orchestral": "orchestral orchestra symphonic sinfonico sinfonica orchester philharmonic orquestal",
        "piano": "piano klavier klavierversion pianoforte strings quartet",
        "mono": "mono",
    }.items()
}
"""Kinds of versions by the words that tell them, in several languages."""

PHRASES: tuple[tuple[tuple[str, ...], str], ...] = tuple(
    (tuple(phrase.split()), kind)
    for kind, phrases in {
        "live": "en directo|en public|in concert|auf der buhne",
        "cover": "made famous by|in the style of|im stil von|al estilo de|originally performed by|as made popular by",
        "recorded again": "re recorded|re recording|new recording|nueva version|nuova versione",
        "speed": "sped up|speed up|slowed down",
        "a cappella": "a cappella|a capella",
        "extended": "12 inch|long version",
        "karaoke": "sing along|backing track",
        "mashup": "mash up",
    }.items()
    for phrase in phrases.split("|")
)
"""The same, where it takes several words."""

NEUTRAL = frozenset(
    "remaster remasters remastered remastering remasterizado remasterizada remasterise remasterisee remasterizzato"
    " remasterizzata remasterisiert remasterd リマスター リマスター版 리마스터 ремастер deluxe edition editions edicion edizione edicao"
    " ausgabe jubilaumsausgabe expanded reissue reissued anniversary aniversario anniversaire anniversario bonus"
    " explicit legacy collectors collector special limited definitive complete super digital digitally"
    " デラックス エディション".split()
)
"""Any of these makes a bracket or a suffix a remark on the release."""

BESIDE_NEUTRAL = frozenset(
    "version versions versione versao album original originally track tracks disc cd lp box set the in of and"
    " de del la le el der die das new stereo release year".split()
)
"""These may stand beside neutral words, and tell nothing by themselves."""

PLAIN = frozenset({"album version", "original mix", "original version", "original", "explicit", "stereo"})
"""Whole remarks that name the usual version."""

NOBODY = frozenset(
    {
        "various artists",
        "various",
        "verschiedene interpreten",
        "verschiedene",
        "varios artistas",
        "varios",
        "artistes varies",
        "artisti vari",
        "vari",
        "unknown artist",
        "unknown",
    }
)
"""Names of artists that name nobody."""
