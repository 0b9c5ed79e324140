"""Word lists of our own, from which companies, people and contacts get their names."""

from __future__ import annotations

COUNTRIES = ("ES", "PT", "FR", "DE", "GB")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN_NAMES = {
    "ES": _words(
        """
        Ainhoa Álvaro Begoña Borja Carmen Clara Diego Elena Fermín Gonzalo Inés Iñaki Irene
        Javier Jordi Laura Lucía Marcos Marta Montserrat Nerea Noelia Óscar Pablo Pilar
        Raquel Rocío Rubén Sergio Silvia Teresa Víctor Xavier Yolanda
        """
    ),
    "PT": _words(
        """
        Afonso Beatriz Catarina Duarte Filipa Gonçalo Helena Inês João Luís Mafalda Nuno
        Patrícia Rui Sofia Tiago Vasco
        """
    ),
    "FR": _words(
        """
        Amélie Bastien Camille Damien Élodie Fabrice Hélène Julien Laurent Maëlle Nathalie
        Olivier Pascal Sandrine Thierry Virginie
        """
    ),
    "DE": _words(
        """
        Anke Bernd Claudia Dieter Frauke Gerrit Heike Jörg Katrin Lothar Maren Nils Petra
        Rainer Sabine Torsten Ulrike
        """
    ),
    "GB": _words(
        """
        Alison Barry Ceri Duncan Eleanor Fraser Gillian Howard Imogen Keith Lorna Malcolm
        Nigel Philippa Rhys Stuart Tamsin
        """
    ),
}

SURNAMES = {
    "ES": _words(
        """
        Abadía Aguirrezabal Alcober Aldaz Almenara Amezua Aranguren Arbeloa Arrieta Balaguer
        Baldrich Barrachina Belzunce Berastegui Bohigas Cabezuelo Calatrava Camarasa Cañizal
        Carrascal Castellnou Cebrián Cortázar Costafreda Echániz Elizalde Escarpenter
        Fabregat Figuerola Garmendia Gorostiza Granollers Hinojal Ibargüen Izquierdo
        Jauregui Lacasta Larrañaga Lizarraga Llorente Madariaga Manzanares Marcilla
        Maristany Mendiluce Monreal Montalbán Mosquera Muntaner Navascués Oliveros Ordóñez
        Orozco Palomares Pedraza Peñalba Pinilla Quintanal Rebolleda Ribagorza Riudavets
        Romeral Sagastizábal Salvatierra Sanchís Sobrado Tarazona Tolosana Torrecilla Ugalde
        Urdiain Valcárcel Vallmitjana Vidaurre Villanúa Yanguas Zabaleta Zubiaga
        """
    ),
    "PT": _words(
        """
        Abrantes Barroso Bragança Cardoso Carvalhal Coutinho Esteves Figueiredo Gouveia
        Lameiras Mascarenhas Meireles Nogueira Queirós Rebelo Sequeira Serrano Taveira
        Valadares Vilhena
        """
    ),
    "FR": _words(
        """
        Aubertin Bellanger Chauvigny Delacroze Estienne Fourcade Grandjean Lacombe Marchaud
        Montferrand Pasquier Quesnel Rochefeuille Sabatier Thévenard Vauquelin
        """
    ),
    "DE": _words(
        """
        Altenkirch Brandhoff Dornbusch Eschweiler Falkenrath Grünwald Hagemeister Kesselring
        Lindhorst Mühlbauer Nordhoff Osterkamp Reinfelder Steinbrück Thalhammer Weidemann
        """
    ),
    "GB": _words(
        """
        Ashdown Bracewell Calderbrook Dunmore Ellerby Farnworth Garside Harlow Inchmore
        Kettlewell Langthorne Mossley Oakenshaw Pickersgill Ravensworth Thornbury
        """
    ),
}

PLACES = {
    "ES": _words(
        """
        Alcores Aljarafe Ampurdán Aralar Arlanza Axarquía Bidasoa Bierzo Campiña Cinca
        Duratón Ebro Esgueva Gállego Goyerri Guadiana Henares Híjar Jalón Jarama Jiloca
        Llobregat Maresme Moncayo Nervión Odiel Órbigo Pisuerga Ribera Sil Segura Sella
        Tajuña Terreros Turia Ulla Urola Vallés Vinalopó Zadorra
        """
    ),
    "PT": _words(
        """
        Ave Cávado Dão Guadiana Lima Lis Minho Mondego Nabão Sado Tâmega Vouga Zêzere
        """
    ),
    "FR": _words(
        """
        Béarn Forez Gers Jura Lot Quercy Roussillon Tarn Velay Vivarais
        """
    ),
    "DE": _words(
        """
        Altmühl Eifel Harz Lahn Neckar Rhön Sauerland Spessart Taunus Weser
        """
    ),
    "GB": _words(
        """
        Avon Calder Clyde Humber Mersey Pennine Severn Solway Tees Tyne Wharfe
        """
    ),
}

# What a company does, told in its name: business of the customer → forms by country.
# {s} a surname, {t} another, {p} a place.
NAME_FORMS: dict[str, dict[str, tuple[str, ...]]] = {
    "food": {
        "ES": (
            "Conservas {s}", "Cárnicas {s} e Hijos", "Lácteos {p}", "Bodegas {s} {t}",
            "Aceites {p}", "Congelados {s}", "Harinas {p}", "Galletas {s}", "Aguas de {p}",
        ),
        "PT": ("Conservas {s}", "Lacticínios do {p}", "Adegas {s}", "Moagem do {p}"),
        "FR": ("Laiterie {s}", "Conserverie du {p}", "Biscuiterie {s}"),
        "DE": ("{s} Feinkost", "Molkerei {p}"),
        "GB": ("{s} Foods", "{p} Dairies"),
    },
    "metal": {
        "ES": (
            "Talleres Mecánicos {s}", "Mecanizados {p}", "Forjas {s}", "Estampaciones {s}",
            "Calderería {s} y {t}", "Fundiciones {p}", "Troqueles {s}", "Tornillería {p}",
        ),
        "PT": ("Metalomecânica do {p}", "{s} & {t} Moldes", "Serralharia {s}", "Fundição do {p}"),
        "FR": ("Ateliers {s}", "Mécanique du {p}", "Chaudronnerie {s}"),
        "DE": ("{s} Metallbau", "{s} Zerspanungstechnik", "Gießerei {p}"),
        "GB": ("{s} & {t} Engineering", "{p} Forgings", "{s} Precision"),
    },
    "machines": {
        "ES": (
            "Maquinaria {s}", "{s} Automatización", "Ingeniería {p}", "Envasadoras {s}",
            "Transportadores {p}", "Sistemas Hidráulicos {s}",
        ),
        "PT": ("{s} Automação", "Máquinas {s}", "Engenharia do {p}"),
        "FR": ("{s} Automatismes", "Machines {s}", "Convoyeurs du {p}"),
        "DE": ("{s} Fördertechnik", "{s} Maschinenbau", "{p} Antriebe"),
        "GB": ("{s} Conveyors", "{p} Machine Works", "{s} Automation"),
    },
    "materials": {
        "ES": (
            "Canteras {p}", "Áridos {s}", "Cerámicas {s}", "Hormigones {p}", "Vidrios {p}",
            "Yesos {s}", "Maderas {s}", "Plásticos {p}", "Envases {s}", "Papelera {p}",
        ),
        "PT": ("Cerâmica do {p}", "Cortiças {s}", "Plásticos {s}", "Mármores do {p}"),
        "FR": ("Carrières du {p}", "Scierie {s}", "Plastiques {s}"),
        "DE": ("{s} Kunststofftechnik", "Sägewerk {p}"),
        "GB": ("{p} Aggregates", "{s} Packaging", "{s} Timber"),
    },
    "farming": {
        "ES": (
            "Cooperativa Agrícola {p}", "Almazara {s}", "Frutas {s}", "Riegos {p}",
            "Maquinaria Agrícola {s}", "Viñedos {s}", "Piensos {p}",
        ),
        "PT": ("Cooperativa Agrícola do {p}", "Frutas do {p}", "Lagar {s}"),
        "FR": ("Coopérative du {p}", "Vignobles {s}"),
        "DE": ("{s} Landtechnik",),
        "GB": ("{p} Growers", "{s} Farm Machinery"),
    },
    "maintenance": {
        "ES": (
            "Montajes Industriales {s}", "Mantenimientos {p}", "Instalaciones {s} y {t}",
            "Electromecánica {s}", "Astilleros {s}", "Servicios Portuarios {s}",
            "Talleres Navales {s}",
        ),
        "PT": ("Montagens Industriais {s}", "Estaleiros do {p}", "{s} Manutenção"),
        "FR": ("Maintenance Industrielle {s}", "Chantiers du {p}"),
        "DE": ("{s} Industrieservice",),
        "GB": ("{s} Maintenance", "{p} Marine Services"),
    },
    "resale": {
        "ES": (
            "Ferretería {s}", "Suministros {p}", "Suministros Industriales {s}", "Ferretería {p}",
            "Rodamientos {s}", "Recambios {p}",
        ),
        "PT": ("Ferragens {s}", "Fornecimentos Industriais do {p}"),
        "FR": ("Quincaillerie {s}", "Fournitures Industrielles du {p}"),
        "DE": ("{s} Industriebedarf",),
        "GB": ("{s} Industrial Supplies", "{p} Bearings"),
    },
    "utilities": {
        "ES": (
            "Energías {p}", "Depuración {p}", "Gestión de Residuos {p}", "Biomasa {p}",
            "Estación Invernal {s}",
        ),
        "PT": ("Águas do {p}", "Energias do {p}"),
        "FR": ("Eaux du {p}", "Énergies du {p}"),
        "DE": ("{p} Energie",),
        "GB": ("{p} Water", "{s} Renewables"),
    },
}  # fmt: skip

LEGAL_FORMS = {
    "ES": ((", S.L.", 70), (", S.A.", 18), (", S.L.U.", 10), (", S.A.L.", 2)),
    "PT": ((", Lda.", 75), (", S.A.", 25)),
    "FR": ((" SARL", 55), (" SAS", 45)),
    "DE": ((" GmbH", 70), (" GmbH & Co. KG", 30)),
    "GB": ((" Ltd", 95), (" plc", 5)),
}

# Function of a contact at the customer: key for both languages.
FUNCTIONS = {
    "purchasing": ("Compras", "Purchasing"),
    "maintenance": ("Mantenimiento", "Maintenance"),
    "production": ("Producción", "Production"),
    "engineering": ("Ingeniería", "Engineering"),
    "safety": ("Prevención de riesgos", "Health and safety"),
    "finance": ("Administración", "Finance"),
    "management": ("Dirección general", "General management"),
    "logistics": ("Logística", "Logistics"),
    "quality": ("Calidad", "Quality"),
}
