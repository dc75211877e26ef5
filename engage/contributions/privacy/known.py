"""Capitalised words that name no person: times, places, peoples, bodies, brands."""

TIMES = """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays
    Wednesdays Thursdays Fridays Saturdays Sundays January February March April May
    June July August September October November December Christmas Easter Ramadan
    Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Spring Summer Fall Winter
    Covid Noël Pâques Thanksgiving Halloween Diwali Eid Hanukkah Passover Lent
    Nowruz Vaisakhi Kwanzaa Boxing Victoria Family Labour Remembrance Pow Wow
    Toussaint Carême Jour Journée Fête Day Week Month Year Semaine
"""
PLACES = """
    Canada Ontario Québec Quebec Toronto Ottawa Hamilton London Sudbury Windsor
    Kingston Timmins Kenora Hearst Kapuskasing Peel Durham Halton Niagara Barrie
    Muskoka Kawarthas Guelph Kitchener Waterloo Cambridge Brantford Oshawa Sarnia
    Peterborough Belleville Cornwall Hawkesbury Thunder Sault North South East West
    Northern Southern Eastern Western Northeast Northwest Nord Sud Est Ouest
    Africa Afrique Europe Asia Asie America Amérique India Inde China Chine
    Montréal Montreal Gatineau Laval Sherbrooke Vancouver Calgary Edmonton Regina
    Winnipeg Halifax Moncton Alberta Manitoba Saskatchewan Nunavut Yukon Labrador
    Newfoundland Columbia Brunswick Nova Scotia Detroit Buffalo Chicago Boston Texas
    Florida California York Paris Londres Rome Delhi Mumbai Manila Manille Lagos
    Nairobi Kinshasa Abidjan Dakar Bamako Kigali Accra Cairo Caire Beirut Beyrouth
    Damascus Damas Kabul Kaboul Tehran Téhéran Karachi Lahore Dhaka Beijing Pékin
    Shanghai Guangzhou Seoul Hanoi Tokyo Lima Bogotá Bogota Caracas Havana Haïti
    Port-au-Prince Kyiv Kiev Lviv Moscow Moscou Warsaw Varsovie Lisbon Lisbonne
    Punjab Gujarat Kerala Bengal Mindanao Luzon Kurdistan Palestine Gaza Syrie Syria
    Scarborough Etobicoke Mississauga Brampton Markham Vaughan Parkdale Rexdale
    Downtown Midtown Uptown Greenbelt Europe Middle Central Atlantic Pacific Prairies
    Quinte Rainy Manitoulin Nipissing Algoma Cochrane Simcoe Huron Erie Superior
"""
PEOPLES = """
    Canadian Canadians Canadien Canadiens Canadienne Canadiennes French Français
    Française Françaises English Anglais Anglaise Ontarian Ontarians Ontarien
    Franco Francophone Francophones Anglophone Anglophones Indigenous Autochtone
    Autochtones Québécois Québécoise Acadien Acadienne Aboriginal Anishinaabe
    Anishinabe Ojibway Ojibwe Oji Cree Cri Cris Crie Mohawk Haudenosaunee Inuit Inuk
    Innu Innue Innus Atikamekw Mushkegowuk Algonquin Anishinaabemowin Dene
    Dakota Métis Metis Native Natives First Nation Nations Première
    Premières Black Blacks Noir Noire Noirs Noires White Whites Blanc Blancs Deaf
    Sourd Sourde Sourds Blind Muslim Muslims Musulman Musulmane Musulmans Christian
    Christians Chrétien Jewish Jew Jews Juif Juive Catholic Catholique Protestant
    Hindu Sikh Sikhs Buddhist Arab Arabs Arabe Arabes Indian Indians Chinese Filipino
    Filipina Filipinos Polish Ukrainian Ukrainians Italian Italians Portuguese Spanish
    German Germans Greek Russian African Africans Africain Africaine Africains
    Caribbean Haitian Haïtien Haïtienne Haïtiens Congolais Congolaise Somali Somalis
    Somalien Syrian Syrians Syrien Syrienne Iranian Iraqi Afghan Afghans Afghane
    Punjabi Hindi Urdu Tamil Bengali Gujarati Mandarin Cantonese Farsi Dari Pashto
    Twi Igbo Yoruba Amharic Tigrinya Swahili Lingala Wolof Creole Créole Tagalog
    Ilocano Latino Latina Latinos American Americans Américain Américaine European
    Européen Asian Asians Jamaican Nigerian Nigerians Ghanaian Kenyan Ethiopian
    Eritrean Sudanese Egyptian Moroccan Marocain Marocaine Algérien Algérienne
    Tunisien Tunisienne Camerounais Camerounaise Ivoirien Ivoirienne Sénégalais
    Sénégalaise Malien Rwandais Burundais Lebanese Libanais Libanaise Palestinian
    Mexican Mexicans Colombian Vietnamese Korean Japanese Thai Pakistani Bangladeshi
    British Irish Scottish Dutch Hungarian Romanian Turkish Kurdish Tibetan Mennonite
    Amish Braille Latin Bible Coran Quran Allah Jésus Jesus Christ Dieu God Lord
"""
BODIES = """
    Service Services Employment Emploi Emplois Works Work Job Jobs Jobbank Bank Office
    Bureau Centre Center College Collège University Université Ministry Ministère
    Minister Ministre Premier Mayor Maire Chair President Government Gouvernement
    Council Conseil City Ville Hospital Hôpital School École Library Bibliothèque
    Second Career Better Red Cross Salvation Army Canadian Tire Home Depot Tim Hortons
    Walmart Amazon Metro Costco Loblaws Google Facebook Instagram Excel Word Internet
    Zoom Indeed Linkedin Goodwill Community Health Santé Mothers Against Youth
    Agency Agence Association Society Société Club Club Foundation Fondation Program
    Programme Project Projet Plan Act Loi Code Board Commission Committee Comité
    Department Région Region County Comté District Township Canton Police Army Armée
    Church Église Legion Légion Lions Rotary Kiwanis Parliament Parlement Assembly
    Assemblée Queen King Crown Court Cour Tribunal Chamber Chambre Friendship Amitié
    Deuxième Carrière Trillium Childcare Daycare Garderie Team Équipe
    Legal Clinic Clinique Aide Food Banque Caisse Populaire Desjardins Poste Post
    Humber Seneca Sheridan Fanshawe Conestoga Centennial Loyalist Cambrian
    Confederation Canadore Laurentian Laurentienne Lakehead McMaster Osgoode
    Boréal Glendon Montfort Domtar Tembec Resolute Weyerhaeuser Bombardier Lunar
    TikTok YouTube WhatsApp LinkedIn PayPal
    New Northlander Northland Pride Hydro Bell Rogers Telus Shaw Metrolinx Via
    Rail Greyhound Uber Lyft Taxi Bus Skip
    Doordash Kijiji Craigslist Youtube Twitter Tiktok Snapchat Whatsapp Messenger
    Gmail Hotmail Yahoo Outlook Microsoft Windows Android Apple Iphone Ipad Netflix
    Wi-Fi Wifi Teams Skype Duolingo Powerpoint Quickbooks Sobeys Freshco Foodland
    Giant Tiger Dollarama Ikea Lowes Rona Staples Subway Starbucks Mcdonalds
    McDonald McDonald's Wendy Wendy's Loblaw Winners Value Village Shoppers Drug Mart
    Kia Toyota Honda Ford Chrysler Stelco Dofasco Vale Glencore Canada Post Adecco
    Randstad Manpower Presto Visa Interac Paypal Airbnb Chatgpt Coursera Udemy
    Covid-19 Windows Chrome Safari Linkedin Moodle Kahoot Duolingo Tims Tim
    Unifor Teamsters Liberals Libéraux Conservatives Conservateurs Liberal Greens
"""
OTHERS = """
    I Im Ive Id You He She It We They The A An This That These Those My Your His Her
    Our Their And But Or So If When Then There Here What Who Why How Not No Yes Please
    Hi Hello Hey Salut Bonsoir Good Dear Thank Thanks Sorry Sincerely Anonymous
    Nobody Everyone Someone Anyone Grade
    Je Tu Il Elle On Nous Vous Ils Elles Le La Les Un Une Des Ce Cette Ces Mon Ma Mes
    One Two Three Four Five Six Seven Eight Nine Ten Some Many Most Few Every Each All
    Staff People Folks Kids Workers Women Men Parents Group Session Line Help
    Nothing Something Still Just Even Only Once Now Today
    Et Mais Ou Si Quand Donc Merci Personne Bonjour Aussi Pas Plus
    Mr Mrs Ms Dr Sir Madam Madame Monsieur Mme Mlle Miss Me Prof
    Not Ok Okay Lol Etc Faq Cv Ps Re Subject Objet Attention Note
"""
# Words of which a name that holds one is that of a place or body, not of a person.
PART_OF_BODY = """
    street st avenue ave road rd drive boulevard blvd lane court crescent highway hwy
    park square plaza mall tower towers building hall arena stadium bridge station
    centre center school college university academy institute hospital clinic church
    mosque temple gurdwara cathedral library museum hotel motel inn lodge resort
    restaurant café cafe pub grill pizza bakery foods farms farm market store stores
    shop inc ltd llc corp corporation company co industries services solutions group
    partners associates agency association society foundation council committee union
    local bank credit insurance hydro energy mine mines mill mills plant factory
    logistics transport trucking transit lines airlines airport harbour island islands
    lake river creek falls bay beach hills heights valley mountain forest county
    township region district first nation reserve house home homes manor residence
    program programme project fund award act plan festival games league cup team news
    times star post radio app website test award medical village ville
    rue chemin route parc école collège université hôpital clinique église bibliothèque
    musée hôtel marché usine mines banque caisse fondation association société conseil
    comité syndicat pont gare aéroport lac rivière île baie plage comté canton région
    résidence maison foyer ferme scierie papeterie garage dépanneur épicerie pharmacie
    steel forge foundry lumber paper motors auto motel works mills greenhouse
    greenhouses nursery produce dairy packers packing poultry meats construction
    contracting electric plumbing roofing security staffing consulting technologies
    systems software networks media communications properties realty holdings
"""
