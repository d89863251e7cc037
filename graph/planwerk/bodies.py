"""How bodies are called in German municipalities: committees, offices, groups, boards, providers, holders of a role.

German builds these names by rule: a head that says what it is (-ausschuss, -beirat, -amt, Fraktion, Dezernat, gGmbH)
and a theme around it. The rules here know the heads, so a body is found that no list ever named. Natural persons are
none: a role is found without the name behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Named:
    """A body as it is named at a place: "characters 4 to 15 name an office"."""

    start: int
    end: int
    kind: str


_CAP = r"[A-ZÄÖÜ][\wäöüß*:]*(?:[-/][A-ZÄÖÜa-zäöü][\wäöüß*]*)*"  # Soziales, Jugend-, Bündnis90/Die
_GAP = r"(?:[ \t]{1,3}|[ \t]*\n[ \t]*)"
_SP = r"[ \t]{1,2}"
# What a committee, an office or a programme is for: "Jugend, Soziales, Gesundheit und Schule". A line break only where
# the name plainly goes on. Words that open a name of their own end the list.
_STOP = (
    r"(?!(?:Amt|Dezernat|Referat|Fachbereich|Ausschuss|Gemeinderat|Stadtrat|Kreistag|Ratsversammlung|Rat|Fraktion\w*|Der|Die|Das|Ein|Eine"
    r"|Beratung|Vorberatung|Beschlussfassung|Beschluss|Entscheidung|Anhörung|Kenntnisnahme|Empfehlung|Lesung|Information|Termin|Datum|Vorlage|Antrag|Sitzung"
    r"|Bestätigung|Verweisung|Stellungnahme|Herr|Frau|Dr|TOP|Ja|Nein|Ö|N|In|Im|Am|Zur|Zum|Für|Mit|Es|Sie|Wir|Diese\w*|Bei|Nach|Aus|Auf|Von|Und"
    r"|\w+(?:ausschuss|beirat|amt|rat))\b)"
)
_ADJECTIVE = r"(?!(?:d(?:er|ie|en|em|es)|eine[nrms]?|werden|wurden?|haben|sollen|können|diese\w*|ihre\w*|seine\w*|alle|welche\w*|zudem|sowie|beide)\b)[a-zäöü]+(?:en|e|er|em)"
_CAPS = rf"{_STOP}(?:[A-ZÄÖÜ][\wäöüß]*-(?:,[ \t]|[ \t](?:und|sowie)[ \t])){{0,3}}(?:[A-ZÄÖÜ][a-zäöü]+(?:e|en|er){_SP}{_STOP})?{_CAP}(?:{_SP}(?:der|des|von|mit){_SP}{_STOP}{_CAP}(?![\w]|-[ \t\n]))?"
_THEME = rf"{_STOP}(?:{_ADJECTIVE}{_SP}){{0,2}}{_CAPS}"
_THEMES = rf"{_THEME}(?:(?:,|{_GAP}(?:und|sowie|&)){_GAP}{_THEME}){{0,5}}"
_LIST = rf"{_CAPS}(?:(?:,|{_GAP}(?:und|sowie|&)){_GAP}{_CAPS}){{0,5}}"  # the same where no "für" leads on
_FOR = rf"{_GAP}(?:für|zur|zum){_GAP}(?:(?:die|den|das|der){_SP})?{_THEMES}"
_OF_CITY = rf"(?:{_SP}(?:der{_SP}(?:Stadt|Landeshauptstadt|Gemeinde)|des{_SP}(?:Landkreises|Kreises)){_SP}{_CAP})?"
_TITLE = rf"{_SP}{_STOP}{_CAP}(?:{_SP}{_STOP}{_CAP}){{0,3}}"  # words of a name in a row
_PARTY = (
    r"(?:BÜNDNIS|Bündnis|B)[ \t]?90[ \t]?/[ \t]?(?:DIE|Die)?[ \t]?(?:GRÜNEN?|Grünen?)|(?:DIE|Die)[ \t](?:LINKE|Linke|GRÜNEN|Grünen|PARTEI|Partei)\.?"
    r"|Freie(?:n|r)?[ \t](?:Wähler|Demokraten)|Freibeuter|CDU/CSU|FDP/[\wäöüß]+|[A-ZÄÖÜ]{2,}(?:[/-][A-ZÄÖÜ][\wäöüßÄÖÜ]*)*|[A-ZÄÖÜ][a-zäöü]+(?:[/&][A-ZÄÖÜ]\w+)*"
)

_FORMS: tuple[tuple[str, str], ...] = (
    # councils
    ("council", r"\b(?:Ratsversammlung|Stadtverordnetenversammlung|Stadtrat(?:s|es)?|Gemeinderat(?:s|es)?|Kreistag(?:s|es)?|Stadtvertretung|Gemeindevertretung|Verbandsgemeinderat(?:s|es)?|Bürgerschaft(?=[^\w\n]*(?:beschl|stimm|nimmt|hat|beauftragt|fordert|vom\b|am\b|der Hansestadt|\d))|(?<=[Ss]itzung der )Bürgerschaft|(?<=für die )Bürgerschaft(?=[.;\n])|Ältestenrat(?:s|es)?|Magistrat(?:s|es)?)(?![\w-])"),
    ("council", r"(?<=\b[Dd]er )Rat(?![\w-])|(?<=\b[Dd]en )Rat(?![\w-])|(?<=\b[Dd]em )Rat(?![\w-])|(?<=\b[Ii]m )Rat(?![\w-])|(?<=\b[Dd]es )Rat(?:e?s)(?![\w-])"),
    ("council", r"(?<![\w-])(?:SVV|StVV|BVV)(?![\w/-])"),
    ("council", rf"\bRat(?:s|es)?{_SP}der{_SP}(?:Stadt|Landeshauptstadt|Gemeinde){_SP}{_CAP}"),
    ("district_council", rf"\b(?:Bezirksvertretung(?:en)?|Bezirksverordnetenversammlung|Bezirksversammlung|Ortschaftsräten?|Ortsräten?|Ortsbeiräten?|Stadtbezirksbeiräten?|Ortschaftsrat(?:s|es)?|Ortsrat(?:s|es)?|Ortsbeirat(?:s|es)?|Stadtbezirksbeirat(?:s|es)?|Stadtbezirksrat(?:s|es)?|Bezirksausschuss(?:es)?|Bezirksrat(?:s|es)?)(?:{_TITLE})?(?![\w-])"),
    ("administration", rf"\bDienstberatung{_SP}de[sr]{_SP}\w*[Bb]ürgermeister\w*"),
    # committees and boards
    ("committee", rf"\b(?:zeitweilig{_SP}beratende[rnms]*{_SP}|[Gg]emeinsame[rnms]*{_SP}|Beschließende[rnms]*{_SP}|Zeitweilige[rnms]*{_SP})?(?:Unter|Fach|Fachbereichs|Haupt|Betriebs|Werks?|Begleit)?[Aa]usschuss(?:es)?(?:{_FOR}|{_SP}{_LIST})"),
    ("committee", rf"(?<![\w-])(?:FA|BA|UA|WA){_SP}{_LIST}"),
    ("committee", r"(?<![\w-])(?!Gesamtausschuss|Vermittlungsausschuss|Luftausschuss)(?:[A-ZÄÖÜ][\wäöüß]*-(?:,\s[A-ZÄÖÜ]\w+-)*\s{1,3}(?:und|u\.)\s{1,3})?[A-ZÄÖÜ][a-zäöüß]{2,}(?:-[A-ZÄÖÜ][a-zäöüß]+)?ausschuss(?:es)?(?![\w-])"),
    ("committee", r"(?<![\w-])(?:JHA|HFA|KJHA|[A-ZÄÖÜ][a-zäöü]{2,5}A)(?![\w-])"),
    ("board", rf"\b(?:Beirat(?:s|es)?|Seniorenvertretung|Behindertenvertretung|Kuratorium)(?:{_FOR})"),
    ("board", rf"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß]*-(?:[ \t]und|,)[ \t])?[A-ZÄÖÜ][a-zäöüß]{{3,}}(?:-[A-ZÄÖÜ][a-zäöüß]+)?(?:beirat(?:s|es)?|beiräten?|seniorenrat(?:s|es)?|elternbeirat(?:s|es)?|kuratorium)(?:{_OF_CITY})(?![\w-])"),
    ("board", r"\b(?:Stadt|Kreis|Gesamt|Landes)?(?:[Ss]enioren|[Ee]ltern|[Ss]chüler|[Jj]ugend|[Bb]ehinderten|[Ii]ntegrations|[Aa]usländer|[Ff]rauen|[Ii]nklusions|[Mm]igrations|[Mm]igranten|[Jj]ugendgemeinde)(?:rat(?:s|es)?|parlament(?:s|es)?|beirat(?:s|es)?|ring(?:s|es)?)(?![\w-])"),
    # offices of the administration
    ("office", rf"\b(?:Amt(?:s|es)?|Amtes){_FOR}"),
    ("office", rf"\b(?:Dezernat(?:s|es)?|Referat(?:s|es)?|Fachbereich(?:s|es)?|Fachdienst(?:s|es)?|Geschäftsbereich(?:s|es)?|Stabsstelle|Stabstelle|Eigenbetrieb(?:s|es)?|Abteilung|Sachgebiet(?:s|es)?|Koordinierungsstelle|Koordinationsstelle|Fachstelle|Servicestelle|Ortsverwaltung|Bezirksamt(?:s|es)?|Geschäftsstelle|Planungsstab)(?:{_FOR}|{_SP}(?:[IVX]{{1,4}}|\d{{1,2}})(?!\w|\.\d)(?:(?:{_SP})?[,–-]?{_SP}{_LIST})?|{_SP}„[^“\n]{{3,60}}“|{_SP}{_LIST})"),
    ("office", rf"(?<![\w-])(?:FB|FD|FG){_SP}(?:\d{{1,3}}(?:[./]\d{{1,2}})?(?:{_SP}(?:[–-]{_SP})?{_CAPS}(?:{_SP}und{_SP}{_CAPS})?)?|{_CAPS}(?:{_SP}und{_SP}{_CAPS})?)(?![\w-])"),
    ("office", rf"\bBehörde{_FOR}"),
    ("office", r"\b(?:Dez|Ref)\.[ \t]?(?:[IVX]{1,4}|\d{1,2})(?!\w)"),
    ("office", rf"\bBüro{_SP}(?:de[rs]{_SP}\w*[Bb]ürgermeister\w*|für{_SP}{_THEMES})"),
    ("office", r"(?<![\w-])(?!Ehrenamt|Hauptamt(?=lich)|Gesamt|Bundes|Samt|Wahlamt|Nebenamt|Lehramt|Beamt|Insgesamt|Standesamt)(?:[A-ZÄÖÜ][\wäöüß]*-(?:,\s[A-ZÄÖÜ][\wäöüß]*-)*\s{1,3}(?:und|u\.)\s{1,3})?[A-ZÄÖÜ][a-zäöüß]{2,}(?:amt(?:es|s)?|jugendamt|ämter)(?![\w-])"),
    ("office", r"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß]*-[ \t]und[ \t])?(?:Kämmerei|Stadtkämmerei|[A-ZÄÖÜ][a-zäöüß]+(?:dezernat(?:s|es)?|referat(?:s|es)?|behörde|kämmerei|direktion)|(?:Bürger|Stadtteil|Quartiers|Familien|Senioren|Jugend|Gleichstellungs|Integrations|Pflege|Rats|Stadt)büros?|Jobcenters?|Job-?[Cc]enters?|Gesundheitsdienst(?:s|es)?|Pflegestützpunkt(?:s|es)?)(?![\w-])"),
    ("office", r"\b(?!Ehe)(?:[A-ZÄÖÜ][a-zäöü]+-)?(?:Behinderten|Gleichstellungs|Integrations|Senioren|Ausländer|Migrations|Inklusions|Kinder|Frauen|Kinder- und Jugend|Jugend|Drogen|Sucht|Queer)(?:-?[Bb]eauftragte[rn]?)(?![\w-])"),
    ("office", rf"\b(?:Kreisverwaltung|Landratsamt(?:es|s)?){_SP}{_STOP}[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)*(?![\w-])"),
    # groups of the council
    ("group", rf"\b(?:Fraktion(?:en)?|Fraktionsgemeinschaft|Ratsgruppe|Stadtratsfraktion|Gemeinderatsfraktion|Kreistagsfraktion|Ratsfraktion|Bürgerschaftsfraktion){_SP}(?:der{_SP})?(?!Der|Die(?!{_SP}(?:LINKE|Linke|GRÜN|Grün|PARTEI))|Das|Und|Im|In){_STOP.replace('|Die|', '|')}(?:{_PARTY})(?:(?:,|/|{_SP}und|{_SP}&)(?:{_SP})?(?:{_PARTY}))*"),
    ("group", r"(?<![\w/])(?:(?:BÜNDNIS|Bündnis)[ \t]?90[ \t]?/[ \t]?(?:DIE|Die)?[ \t]?(?:GRÜNEN?|Grünen?)|(?:DIE|Die)[ \t](?:LINKE|Linke)\.?|Freie[ \t]Wähler|[A-ZÄÖÜ][\wäöüßÄÖÜ.]*(?:[/&][ \t]?[A-ZÄÖÜ][\wäöüßÄÖÜ.]*(?:[ \t][A-ZÄÖÜ]\w+)?)*)[ \t]?-[ \t]?(?:Stadtrats|Gemeinderats|Kreistags|Rats|Bürgerschafts|Ortschaftsrats|Bezirks)?-?(?:[Ff]raktion|[Gg]ruppe)(?![\w-])"),
    ("group", r"(?<![\w-])(?:[A-ZÄÖÜ]{2,}|Grünen?|Linken?)(?:(?:,|/|[ \t]und|[ \t]&)[ \t]?(?:[A-ZÄÖÜ]{2,}|Grünen?|Linken?))*[ \t]Fraktion(?:en)?(?![\w-])"),
    ("group", rf"\bFraktionen{_SP}(?:de[rs]|im|in{_SP}der){_SP}(?:Stadtrat\w*|Gemeinderat\w*|Rat\w*|Kreistag\w*|Ratsversammlung|Stadtverordnetenversammlung)"),
    ("group", r"(?<=\b[Vv]on )(?:(?:BÜNDNIS|Bündnis)[ \t]?90[ \t]?/[ \t]?(?:DIE|Die)?\s?(?:GRÜNEN?|Grünen?)|(?:DIE|Die) (?:LINKE|Linke)|SPD|CDU|CSU|FDP|AfD)(?![\w/-])"),
    ("group", r"(?<![\w/-])(?:(?:BÜNDNIS|Bündnis)[ \t]?90[ \t]?/[ \t]?(?:DIE|Die)?\s?(?:GRÜNEN?|Grünen?)|(?:DIE|Die) (?:LINKE|Linke)|SPD|CDU|CSU|FDP|AfD)(?= (?:beantragt|stellt den Antrag|fragt an|bittet um)\b)"),
    # roles: the person's name behind it is not taken
    ("role", r"(?<![\w-])(?:Erste[rn]?[ \t])?(?:Ober)?(?:[Bb]ürgermeister)(?:s|in|innen|\*in|/-?in|:in|_in)?(?![\w-])|\b(?:Landrat(?:s|es)?|Landrätin|Stadtdirektor(?:s|in)?|Kreisdirektor(?:s|in)?|Ortsvorsteher(?:s|in)?)(?![\w-])|\b(?:Beigeordnete[rn]?|Bürgermeister(?:in)?|Stadtrat|Stadträtin|Dezernent(?:in)?|Senator(?:s|in)?|Referent(?:en|in)?|Beauftragte[rn]?)" + rf"{_SP}für{_SP}{_THEMES}"),
    ("role", r"(?<![\w-])[A-ZÄÖÜ][a-zäöüß]+(?:dezernent|referent|bürgermeister|koordinator)(?:in|\*in|/-?in|:in)?(?:s|en)?(?![\w-])"),
    # rounds and networks
    ("working_group", rf"\b(?:(?!D(?:er|ie|as|en|em|es)\b|Eine?\w?\b|Diese|Unsere|Ihre)[A-ZÄÖÜ][a-zäöü]+(?:er|e|es|en){_SP})?(?:Arbeitskreis(?:es)?|Arbeitsgruppe|Arbeitsgemeinschaft|Fachforum|Runde[rn]?{_SP}Tisch(?:es)?|Netzwerk(?:s|es)?|Steuerungsgruppe|Koordinierungsgruppe|Lenkungsgruppe|Lenkungskreis(?:es)?|Steuerungskreis(?:es)?|Planungsgruppe|Fachgruppe|Projektgruppe|Expertengruppe|Qualitätszirkel|Trägerkreis)(?:{_FOR}|{_SP}(?:der|gegen|gem\.|nach){_SP}{_THEMES}|{_SP}„[^“\n]{{3,60}}“|{_TITLE})"),
    ("working_group", rf"(?<![\w-])(?:AG|UAG|LAG|BAG|AK|PSAG){_SP}{_STOP}(?![A-Z]\b)(?!SGB|KJHG|BSHG){_CAP}(?:{_SP}(?:und{_SP})?{_STOP}{_CAP}){{0,4}}"),
    ("working_group", r"(?<=\b[Dd]ie )(?:Steuerungsgruppe|Lenkungsgruppe|Koordinierungsgruppe)(?![\w-])|(?<=\b[Dd]er )(?:Steuerungsgruppe|Lenkungsgruppe|Koordinierungsgruppe|Lenkungskreis|Steuerungskreis)(?![\w-])|(?<![\w-])A[GK] (?:(?:nach )?§ ?)?(?:78|80)(?![\w.,]?\d)(?: SGB VIII)?"),
    ("working_group", r"(?<![\w-])(?:PSAG|[A-ZÄÖÜ][a-zäöüß]+(?:hilfeplan|pflege|gesundheits)konferenz|(?:Hilfeplan|Pflege|Gesundheits)konferenz|[A-ZÄÖÜ][a-zäöüß]+(?:arbeitskreis(?:es)?|arbeitsgemeinschaft|arbeitsgruppe|netzwerk))(?![\w-])" + rf"(?:{_TITLE})?"),
    ("service", rf"(?<![\w-])(?:[A-ZÄÖÜ][\wäöüß]*-(?:,[ \t]|[ \t]und[ \t]))*[A-ZÄÖÜ]?[a-zäöüß]*(?:[Bb]eschwerdestelle|[Oo]mbudsstelle|[Cc]learingstelle){_TITLE}(?:[ \t]\([A-ZÄÖÜ]+\))?"),
    ("network", rf"\b(?:Bündnis(?:ses)?|Allianz|Initiative|Aktionsbündnis){_SP}(?:für|gegen){_SP}{_THEMES}"),
    ("network", rf"\b(?:[A-ZÄÖÜ][a-zäöü]+(?:er|en|e|es){_SP})?(?:[A-ZÄÖÜ][a-zäöü]+(?:psychiatrisch\w*)?{_SP})?(?:Verbund(?:s|es)?|Pflegeverbund)(?={_SP}\()"),
    ("network", r"\b[Gg]emeindepsychiatrische[rnms]*[ \t\n]+Verbund(?:s|es)?(?![\w-])"),
    # free welfare, associations, companies
    ("association", rf"\b(?:Bundes|Landes)?[Aa]rbeitsgemeinschaft{_SP}(?:der{_SP}|für{_SP})?{_THEMES}"),
    ("association", rf"\b(?:LIGA|Liga){_SP}der{_SP}(?:Spitzenverbände{_SP}der{_SP})?(?:[Ff]reien{_SP})?(?:[Ww]ohlfahrtspflege|Wohlfahrtsverbände){_OF_CITY}"),
    ("association", r"\b(?:Wohlfahrtsverbänden?|Spitzenverbänden?[ \t]der[ \t](?:[Ff]reien[ \t])?Wohlfahrtspflege|Deutsche[rnms]*[ \t](?:Städtetag(?:s|es)?|Landkreistag(?:s|es)?|Verein(?:s|es)?(?=[ \t]für))|Städtetag(?:s|es)?|Städte-[ \t]und[ \t]Gemeindebund(?:es)?|Landkreistag(?:s|es)?)(?:(?<=Verein)|(?<=Vereins))?"),
    ("provider", r"„[^“\n]{3,60}“[ \t](?:[Gg]emeinnützige[ \t])?(?:g?GmbH|e\.[ \t]?V\.)"),
    ("provider", r"(?<![\w-])(?!(?:Der|Die|Das|Ein|Eine|Von|Seiten|Träger|Bieter|Firma|Vertret\w*|Vorsitzende\w*|Geschäftsführ\w*|Verein|An|Vom|Beim|Im|In|Mit)[ \t])(?:[A-ZÄÖÜ][\wäöüß&.*]*(?:[-/&][A-ZÄÖÜ][\wäöüß.]*)*[ \t](?:(?:für|und|der|des|zur|in|öffentliche|private)[ \t]){0,2}){0,6}[A-ZÄÖÜ][\wäöüß&*-]*(?:[ \t]\([\wäöü]+\))?,?[ \t](?:e\.[ \t]?V\.?|eV|(?:g|gemeinnützige[ \t])GmbH|gAG|gUG|Stiftung)(?![\w])"),
    ("company", r"(?<![\w-])(?!(?:Der|Die|Das|Ein|Eine|Von|Seiten|Träger|Bieter|Firma|Vertret\w*|Vorsitzende\w*|Geschäftsführ\w*|Verein|An|Vom|Beim|Im|In|Mit)[ \t])(?:[A-ZÄÖÜ][\wäöüß&.*]*(?:[-/&][A-ZÄÖÜ][\wäöüß.]*)*[ \t](?:(?:für|und|der|des|zur|in|öffentliche|private)[ \t]){0,2}){0,6}[A-ZÄÖÜ][\wäöüß&*-]*(?:[ \t]\([\wäöü]+\))?,?[ \t](?:GmbH|AG(?![ \t][A-ZÄÖÜ])|eG|AöR)(?![\w])"),
    ("provider", rf"\b(?:Diakonie(?:-[A-ZÄÖÜ]\w+|werk|sches{_SP}Werk)?|Diakonische[sn]?{_SP}Werk(?:es|s)?|Caritas(?:verband(?:es|s)?)?|Arbeiterwohlfahrt|AWO|DRK|Deutsche[sn]?{_SP}Rote[sn]?{_SP}Kreuz(?:es)?|Paritätische[rn]?(?:{_SP}Wohlfahrtsverband(?:es|s)?)?|Sozialdienst(?:es)?{_SP}katholischer{_SP}Frauen|Stiftung{_SP}(?!Die|Der|des|der|für)[A-ZÄÖÜ][a-zäöüß]+|Lebenshilfe|Heilsarmee|Stadtmission|Volkssolidarität|Internationale[rn]?{_SP}Bund(?:es)?|Kolpingwerk|Johanniter|Malteser|Arbeiter-Samariter-Bund(?:es)?|Stadtjugendring(?:s|es)?|Kreisjugendring(?:s|es)?|(?:[Kk]atholische[nr]?|[Ee]vangelische[nr]?){_SP}(?:Gesamt)?[Kk]irche(?:ngemeinde|nkreis(?:es)?|nbezirk(?:s|es)?)?|pro{_SP}familia)(?:{_SP}(?!Die|Der|Das|Und|Im|In|Am|Herr|Frau|Mit|Für|Zu)[A-ZÄÖÜ][a-zäöüß]+)?(?![\w])"),
    # Land and federation, agencies
    ("state", rf"\b(?:[Ss]tatistische[snrm]*{_SP}(?:Bundes|Landes)amt(?:es|s)?|Staatsregierung|Landesregierung|Bundesregierung|Landesjugendamt(?:s|es)?|Bezirksregierung(?:{_SP}{_CAP})?|Regierungspräsidium(?:s)?(?:{_SP}{_CAP})?|Landesdirektion(?:{_SP}{_CAP})?|Landesverwaltungsamt(?:es|s)?|Landschaftsverband(?:es|s)?(?:{_SP}{_CAP}(?:-{_CAP})?)?|Landeswohlfahrtsverband(?:es|s)?|Kommunalverband(?:es|s)?(?:{_FOR})?|Kommunale[rn]?{_SP}Sozialverband(?:es|s)?(?:{_SP}{_CAP})?|(?:Bundes|Landes)amt(?:es|s)?{_FOR}|[Ss]taatliche[snrm]?{_SP}(?:Schul|Gesundheits)amt(?:es|s)?(?:{_SP}{_STOP}{_CAP})?|(?:Bundes|Landes)?[Rr]echnungshof(?:s|es)?|(?:Amts|Land|Oberlandes|Verwaltungs|Oberverwaltungs|Sozial|Landessozial|Bundessozial|Bundesverfassungs|Bundesverwaltungs)gericht(?:s|es)?|Bundesagentur{_SP}für{_SP}Arbeit|Agentur{_SP}für{_SP}Arbeit(?:{_SP}{_CAP})?|Landtag(?:s|es)?|Europarat(?:s|es)?|Bundestag(?:s|es)?|Bundesrat(?:s|es)?|KVJS|LVR|LWL)(?![\w-])"),
    ("state", rf"\b(?:(?:Bundes|Landes|Staats|Sozial|Kultus|Innen|Gesundheits|Familien)[Mm]inisterium(?:s)?|Sozialministerium(?:s)?|Ministerium(?:s)?(?={_GAP}(?:für|des)))(?:{_FOR}|{_SP}des{_SP}Innern)?"),
)  # fmt: skip

# Words that look like a body by their ending and are none, and bodies of which there is one in every paper.
_NONE = re.compile(
    r"(?:[Gg]emeinnützige )?GmbH|(?:Fach|Rats|Unter)?[Aa]usschuss(?:es)?|(?:Fach)?[Bb]eirat(?:s|es)?|Fachamt(?:s|es)?|(?:Fach)?[Ää]mter|Bauamt|Vorstand|Gesamtausschuss|Luftausschuss|Aufsichtsrat(?:s|es)?"
    r"|Hausrat|Vorrat|Heirat|Apparat|Zierrat|Privat|Resultat|Stiftungsrat|Verwaltungsrat|Studierendenrat|Betriebsrat(?:s|es)?|Personalrat(?:s|es)?|Netzwerk\w*|(?:Unter)?[Aa]rbeits\w+|Referat|Dezernat|Abteilung|Fachbereich|Forum"
    r"|Ehrenamt\w*|Lehramt\w*|Gesamtamt|Wahlämter|Ehrenämter|Ortsverwaltung|(?:Fach|Sozial|(?:Fach|Rechts|Heim|Kommunal|Dienst|Schul)?[Aa]ufsichts|Ordnungs|Landesober|Bundesober|Straßenverkehrs|Widerspruchs|Bewilligungs|Genehmigungs|Planfeststellungs|Verwaltungs|Bundes|Landes|Oberste Landes)?[Bb]ehörde|[A-ZÄÖÜ]\w+-Gruppe(?!n)|Altersgruppe|Zielgruppe"
)


def find_named(text: str, own: Mapping[str, str] = MappingProxyType({})) -> Iterator[Named]:
    """Find the bodies named in a text, in its order; the longest name wins where two overlap.

    ``own`` are names that no rule would guess, with their kinds, as a profile has them.

    >>> text = "Der Jugendhilfeausschuss beauftragt das Amt für Jugend, Familie und Bildung."
    >>> [(text[one.start:one.end], one.kind) for one in find_named(text)]
    [('Jugendhilfeausschuss', 'committee'), ('Amt für Jugend, Familie und Bildung', 'office')]
    """
    found = [
        Named(match.start(), match.end(), kind)
        for kind, form in (*_own_forms(tuple(own.items())), *_compiled())
        for match in form.finditer(text)
        if not _NONE.fullmatch(match[0])
    ]
    last = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= last:
            last = one.end
            yield one


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(form)) for kind, form in _FORMS)


@cache
def _own_forms(own: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds = sorted({kind for _, kind in own})
    return tuple(
        (kind, re.compile(r"(?<![\w/-])(?:" + "|".join(re.escape(n) for n, k in own if k == kind) + r")(?![\w/-])"))
        for kind in kinds
    )
