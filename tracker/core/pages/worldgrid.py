"""The world as squares: each market stands roughly where its country lies, and nothing is to scale.

Drawn by hand: the north is up, each line is a row, and `..` is open water or land that no square is spent on.
"""

from __future__ import annotations

from dataclasses import dataclass

GRID = """
.. .. .. .. .. .. .. GL .. .. .. .. .. .. SJ .. .. .. .. .. .. .. .. .. .. .. .. .. .. ..
.. .. .. .. .. .. .. .. .. .. IS .. FO NO SE FI AX .. .. .. .. RU .. .. .. .. .. .. .. ..
.. CA .. .. .. PM .. .. .. IE GB IM .. DK .. EE LV LT BY .. KZ .. .. MN .. .. .. .. .. ..
.. US .. .. BM .. .. .. .. JE GG NL BE DE PL CZ SK UA MD .. UZ KG .. CN .. KP KR JP .. ..
.. MX .. BS TC .. .. .. .. .. FR LU CH LI AT HU RO BG GE AM TM TJ AF .. .. .. .. TW .. ..
GT BZ CU KY HT DO PR VI VG AI PT ES AD MC IT SI HR RS TR AZ IR PK .. NP BT .. HK MO .. ..
SV HN JM MF SX BL KN AG MS .. GI .. MT SM VA BA ME XK MK SY IQ .. IN BD MM LA VN .. PH ..
NI CR PA AW CW BQ GP DM MQ .. .. .. .. .. .. AL GR CY LB JO KW BH LK .. TH KH .. .. GU MP
.. .. CO VE LC VC BB GD TT .. EH MA DZ TN LY EG IL PS SA QA AE OM MV .. MY BN .. PW FM MH
.. EC GY SR GF .. .. CV .. MR ML NE TD SD ER .. .. YE .. .. .. .. .. .. SG ID PG NR KI UM
.. PE BO BR .. .. .. .. SN GM BF NG CF SS ET DJ SO .. .. .. .. IO .. CX .. TL SB TV TK WS
.. CL PY .. .. .. .. GW GN SL GH BJ CM UG KE .. SC .. .. .. .. .. .. CC AU .. VU WF AS PF
.. AR UY .. .. .. SH .. LR CI TG ST GQ RW TZ .. KM .. .. .. .. .. .. .. .. NC FJ TO NU CK
.. .. .. .. .. .. .. .. .. .. .. GA CG CD BI MW YT MG MU .. .. .. .. .. NF .. .. .. PN ..
.. FK .. .. .. .. .. .. .. .. .. AO ZM ZW MZ .. .. .. RE .. .. .. .. .. .. NZ .. .. .. ..
.. .. GS .. .. .. .. .. .. .. BV NA BW SZ .. .. .. .. .. .. TF HM .. .. .. .. .. .. .. ..
.. .. .. .. .. .. AQ .. .. .. .. .. ZA LS .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. ..
"""


@dataclass(frozen=True, slots=True)
class Square:
    """A market's place: column and row, from the upper left."""

    market: str
    column: int
    row: int


def squares() -> tuple[Square, ...]:
    """Every market's place, row by row."""
    rows = enumerate(GRID.strip().splitlines())
    return tuple(
        Square(code, column, row)
        for row, line in rows
        for column, code in enumerate(line.split())
        if code != ".."
    )


def extent() -> tuple[int, int]:
    """How many columns and rows the grid has."""
    rows = GRID.strip().splitlines()
    return len(rows[0].split()), len(rows)
