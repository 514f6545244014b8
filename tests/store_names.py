"""People as they are called where an old encoding was in use, for tests."""

WESTERN = "Jörg Müller,Zoë Strauß,Renée Lefèvre,François Gaël,José Nuñez,João Conceição,Søren Kjær"
PEOPLE = {
    "cp1252": WESTERN,
    "latin-1": WESTERN,
    "cp1250": "Jiří Dvořák,Zdeněk Novák,Šárka Černá,Łukasz Wiśniewski,Małgorzata Kamińska",
    "iso8859_2": "Jiří Dvořák,Zdeněk Novák,Šárka Černá,Łukasz Wiśniewski,Małgorzata Kamińska",
    "cp1251": "Иван Петров,Светлана Соколова,Дмитрий Кузнецов",
    "koi8_r": "Иван Петров,Светлана Соколова,Дмитрий Кузнецов",
    "cp866": "Иван Петров,Светлана Соколова,Дмитрий Кузнецов",
    "cp1253": "Γιώργος Παπαδόπουλος,Ελένη Δημητρίου,Νίκος Άγγελος",
    "cp1254": "Ayşe Yılmaz,Emre Öztürk,Gülşen Çağlar,İbrahim Şahin",
    "cp1255": "יוסף כהן,שרה לוי,דוד מזרחי,רחל אברהם",
    "cp1257": "Rūta Kazlauskienė,Žydrūnas Ąžuolas,Līga Bērziņa,Jānis Kalniņš",
    "cp932": "山田 太郎,佐藤 花子,たかし 鈴木,ケン ワタナベ,高橋 一郎",
    "euc_jp": "山田 太郎,佐藤 花子,たかし 鈴木,ケン ワタナベ,高橋 一郎",
    "iso2022_jp": "山田 太郎,佐藤 花子,たかし 鈴木",
    "gb18030": "王小明,李丽华,张伟,刘洋,陈静怡,赵建国,周杰",
    "cp949": "김철수,이영희,박민준,최서연,정우성,강지훈",
    "mac_roman": "Jörg Müller,Zoë Strauß,Renée Lefèvre,François Gaël,José Nuñez",
    "cp850": "Jörg Müller,Zoë Strauß,Renée Lefèvre,François Gaël,José Nuñez",
}
