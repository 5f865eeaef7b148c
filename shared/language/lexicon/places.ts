/** Names of places of Sonora, as facts: a small list of our own, enough for the well-known ones. */

/** Municipalities and their head towns whose names are hardly anything else. */
export const plainMunicipalities = `
  Hermosillo, Hillo, Cajeme, Ciudad Obregón, Cd Obregón, Cd. Obregón, Nogales, Guaymas, Navojoa, Agua Prieta, Caborca, Cananea, Puerto Peñasco, Peñasco,
  San Luis Río Colorado, SLRC, Huatabampo, Empalme, Etchojoa, Bácum, Magdalena de Kino, Imuris, Ímuris, Sonoyta, Plutarco Elías Calles, Villa Juárez,
  San Ignacio Río Muerto, Nacozari, Nacozari de García, Ures, Benjamín Hill, Pitiquito, Sahuaripa, Yécora, Cumpas, Arizpe, Bacanora, Bacoachi, Baviácora,
  Banámichi, Aconchi, Huépac, Opodepe, Cucurpe, Sáric, Tubutama, Oquitoa, Atil, Mazatán, Bacerac, Bavispe, Huachinera, Bacadéhuachi, Nácori Chico,
  Huásabas, Divisaderos, Tepache, Quiriego, Suaqui Grande, Ónavas, Soyopa, Arivechi, Villa Pesqueira, San Miguel de Horcasitas, Villa Hidalgo`;

/** Names that are also other things: taken for a municipality only after "en", "de" or "municipio". */
export const doubtfulMunicipalities = `
  Obregón, Obre, San Luis, Magdalena, Santa Ana, Álamos, Altar, Carbó, Naco, Fronteras, Moctezuma, Rosario, Rayón, Trincheras, Granados, La Colorada,
  Santa Cruz, San Javier, Benito Juárez, San Pedro de la Cueva, San Felipe de Jesús`;

/** Colonias and towns known by name alone; longer names first is not needed, the longest match wins. */
export const colonias = `
  Sahuaro, El Sahuaro, Nuevo Sahuaro, Olivares, San Benito, Balderrama, Palo Verde, Pitic, Centenario, Country Club, Modelo, 5 de Mayo, Jesús García,
  Ley 57, Los Olivos, Los Naranjos, Solidaridad, La Cholla, Los Arroyos, Primero Hermosillo, Nuevo Hermosillo, Cerro de la Campana, Altares, Los Altares,
  Cuartel XX, Villa de Seris, Villa Bonita, Villa Sonora, Las Lomas, Pueblitos, Puerta Real, Puerta del Rey, Real del Carmen, Las Minitas, Las Pilas,
  Tierra Nueva, Nacameri, Las Quintas, Montecarlo, Apolo, Bugambilias, Choyal, El Choyal, Carmen Serdán, Insurgentes, Isssteson, Metalera,
  Miguel Hidalgo, Mártires de Cananea, Norberto Ortega, Nueva Castilla, Prados del Sol, Santa Isabel, Sonacer, Tiro al Blanco, Unión de Ladrilleros,
  Valle Verde, Villa Verde, Virreyes, Los Virreyes, Y Griega, El Ranchito, La Matanza, La Manga, Hacienda de la Flor, Las Granjas, Adolfo de la Huerta,
  López Mateos, Los Poetas, Cuauhtémoc, El Cortijo, 4 de Marzo, Nuevo Horizonte, El Encanto, Costa del Sol, La Huerta, Misión del Sol, Villas del Sur,
  Las Isabeles, El Apache, López Portillo, El Jito, Cruz Gálvez, San Bosco, Reforma Norte, Lomas de Madrid, Floresta, Urbi Villa del Rey, Las Praderas,
  Parque Industrial, El Llano, Miguel Alemán, Poblado Miguel Alemán, Bahía de Kino, Kino Viejo, Kino Nuevo, El Saucito, San Pedro, El Tazajal,
  Molino de Camou, Mesa del Seri, Punta Chueca, Campestre, Cortinas, Sochiloa, Municipio Libre, Villa Fontana, Villa California, Valle Dorado, Miravalle,
  Real del Bosque, Real del Sol, Posada del Sol, Primero de Mayo, Nueva Palmira, Nueva Galicia, Otancahui, Prados del Tepeyac, Russo Vogel,
  Sóstenes Valenzuela, Urbanizable 5, Urbanizable 6, Urbanizable 7, Villa Itson, Bellavista, El Rodeo, Esperanza, Esperanza Tiznada, Las Haciendas,
  Los Presidentes, Maximiliano Rubio López, Matías Méndez, Aves del Castillo, Quinta Díaz, Yukujimari, Ladrillera, Zona Norte, Faustino Félix Serna,
  Pueblo Yaqui, Cócorit, Providencia, Quetchehueca, Marte R. Gómez, Estación Corral, Loma de Guamúchil, Buenos Aires, Fundo Legal, Los Encinos, Kennedy,
  Granjas, Obrera, Del Rastro, Rosarito, Lomas de Fátima, Lomas de Nogales, Los Tapiros, Nuevo Nogales, Las Bellotas, Jardines del Bosque, Chulavista,
  Chula Vista, Artículo 127, Belisario Domínguez, Siglo XXI, El Greco, Fuente de Piedra, Las Acacias, Canoas, Monte Bello, Jardines de la Montaña,
  San Vicente, Miramar, El Centinela, Golondrinas, Guaymas Norte, La Cantera, Petrolera, Las Delicias, Campo de Tiro, San Carlos, Vícam, Pótam, Tórim,
  Guásimas, Tierra Blanca, Beltrones, Tetanchopo, Mocúzari, Pueblo Viejo, Pueblo Mayo, Masiaca, Bacabachi, Fundición, Camoa, Golfo de Santa Clara,
  Ladrilleros, Nuevo Progreso, Cueva de los Leones, Sal Si Puedes, Tres Caminos, El Ronquillo, Mesa Norte, Mesa Sur, Zona Roja, Infonavit los Policías,
  Nueva Esperanza, Nuevo Peñasco, Brisas del Golfo, Las Conchas, Yavaros, Etchoropo, Moroncárit, Júpare, Las Bocas, Villa Guadalupe, Loma Linda,
  Las Palmas, Luis Donaldo Colosio, Colosio, San Rafael, Las Torres, Casa Blanca`;

/** Streets known by name alone, beside those announced by "calle" or "bulevar". */
export const streets = `
  Luis Encinas, Perimetral Norte, Periférico Oriente, Periférico Sur, Periférico Poniente, García Morales, Camino del Seri, Juan Navarrete, Antonio Quiroga,
  Eusebio Kino, Sufragio Efectivo, No Reelección, Ruiz Cortines, Sosa Chávez`;

export const coloniaWords =
  'colonia, col, comisaría, fraccionamiento, fracc, frac, ejido, poblado, barrio, valle, residencial, infonavit, invasión, pueblo, privada, priv, cerrada';
/** Announcing words that do not belong to the span. */
export const droppedWords = 'colonia, col, comisaría';
export const streetWords =
  'calle, avenida, av, ave, bulevar, boulevard, blvd, blv, blvr, bulebar, boulevar, calzada, callejón, libramiento, periférico, perimetral, prolongación, carretera, block, bloque';

/** Before a capital they announce a street by its name alone: streets are "la Rosales" here. */
export const onTheWords = 'por la, sobre la, de la, en la';
/** Capitals after "la" that are no streets: agencies, feasts, saints. */
export const notStreets =
  'guardia marina policía policia fiscalía fiscalia secretaría secretaria secu cruz virgen ssp sspc pesp cfe unidad uni dirección directora maestra señora sra doña navidad costa doce presidenta profe profesora';

export const landmarkWords = `
  oxxo, oxo, ley, walmart, soriana, bodega aurrera, super, supermercado, extra, circulo k, escuela, primaria, secundaria, secu, técnica, prepa, preparatoria, kinder, kínder,
  jardín de niños, cobach, conalep, cbtis, cetis, cecytes, itson, unison, universidad, tecnológico, parque, plaza, iglesia, templo, capilla, canal, dren, puente, gasolinera, hospital, imss, issste,
  clínica, panteón, cancha, canchas, unidad deportiva, mercado, estadio, garita, central camionera, central de autobuses, abarrotes, abarrote, farmacia, tortillería, taquería, expendio, modelorama,
  six, gimnasio, taller, yonke, yonque, vado, arroyo, laguna, presa, cerro, tianguis, segundas, llantera, papelería, estética, ferretería, restaurante, hotel, motel, banco, bancomer, coppel, elektra,
  semáforo, crucero, glorieta, aeropuerto, centro de salud, guardería, biblioteca, dif, palacio, malecón, playa, cereso, maquiladora, bodega`;
