"""What columns are called in further languages: Nordic, Slavic, Baltic, Asian and others."""

# As people write them. What is a name and a first name in one word is a name here: beside a last
# name it is read as the first one.
EMAIL = """
epost, e-postadress, epostadresse, mejl, mejladress, e-mailadresse,
sähköposti, sähköpostiosoite, e-posti aadress, el. paštas, el. pašto adresas, e-pasts,
e-pasta adrese, adres e-mail, adres email, adres poczty elektronicznej, poczta elektroniczna,
e-mailová adresa, emailová adresa, e-pošta, adresa e-pošte, elektronska pošta, e-mail cím,
email cím, adresă de e-mail, adresă e-mail, adresă de email,
e-posta adresi, eposta, correu electrònic, adreça electrònica,
эл. почта, почта, электронная почта, адрес электронной почты, имейл, электронный адрес,
ел. пошта, пошта, електронна пошта, адреса електронної пошти, електронна поща,
ηλεκτρονικό ταχυδρομείο, διεύθυνση email, διεύθυνση ηλεκτρονικού ταχυδρομείου,
אימייל, כתובת אימייל, דוא"ל, דואר אלקטרוני, البريد الإلكتروني, إيميل,
メール, メールアドレス, 電子メール, 電子メールアドレス, eメール, eメールアドレス,
邮箱, 邮箱地址, 电子邮箱, 电子邮件, 电子邮件地址, 電子郵件, 電子郵件地址, 電子信箱, 電郵, 信箱,
이메일, 이메일 주소, 전자우편, 전자 메일, 전자 메일 주소, 메일
"""
FIRST_NAME = """
förnamn, fornavn, etunimi, eesnimi, imię, křestní jméno, krstné meno, keresztnév, utónév, prenume,
imiona, собственное имя, собствено име, שם פרטי, الاسم الأول, 名
"""
LAST_NAME = """
efternamn, efternavn, etternavn, sukunimi, perekonnanimi, pavardė, uzvārds, nazwisko, příjmení,
priezvisko, prezime, priimek, vezetéknév, családnév, nume de familie, soyad, soyadı, soyisim,
cognoms, cognom, фамилия, прізвище, фамилно име, επώνυμο, επίθετο, שם משפחה, اسم العائلة,
الاسم الأخير, 姓, 姓氏, 苗字, 성
"""
NAME = """
namn, fullständigt namn, navn, fulde navn, fullt navn, nimi, koko nimi, täisnimi, vardas, vārds,
imię i nazwisko, nazwa, jméno, celé jméno, jméno a příjmení, meno, celé meno, meno a priezvisko,
ime, ime i prezime, ime in priimek, puno ime, név, teljes név, nume, nume complet,
nume și prenume, adı, ad soyad, adı soyadı, isim, isim soyisim, tam ad, nom i cognoms,
имя, фио, полное имя, имя и фамилия, фамилия и имя, ім'я, піб, повне ім'я, име, име и фамилия,
όνομα, ονοματεπώνυμο, שם, שם מלא, الاسم, الاسم الكامل,
名前, お名前, 氏名, 表示名, 姓名, 名字, 全名, 联系人, 聯絡人, 이름, 성명, 성함
"""
COMPANY = """
företag, företagsnamn, virksomhed, firmanavn, bedrift, selskap, yritys, yrityksen nimi,
organisaatio, ettevõte, įmonė, uzņēmums, nazwa firmy, organizacja, společnost, název firmy,
organizace, spoločnosť, tvrtka, poduzeće, podjetje, cég, cégnév, vállalat, szervezet, companie,
organizație, şirket, şirket adı, kurum, empresa o organització,
компания, организация, название компании, фирма, компанія, організація,
εταιρεία, εταιρία, οργανισμός, חברה, שם חברה, الشركة, اسم الشركة,
会社, 会社名, 勤務先, 組織, 組織名, 公司, 公司名称, 公司名稱, 单位, 회사, 회사명, 소속
"""
JOB_TITLE = """
befattning, jobbtitel, yrke, stilling, tittel, tehtävänimike, ammatti, amet, pareigos,
amats, stanowisko, pozice, pracovní pozice, pozícia, pracovná pozícia, beosztás, munkakör,
ocupație, unvan, pozisyon, görev, càrrec, должность, посада, длъжност, επάγγελμα,
תפקיד, المسمى الوظيفي, 役職, 職種, 肩書, 肩書き, 职位, 职务, 职称, 職位, 職稱, 직책, 직위, 직함
"""
PHONE = """
puhelin, puhelinnumero, matkapuhelin, telefoni number, mobiiltelefon, telefonas,
telefono numeris, tālrunis, numer telefonu, telefon komórkowy, komórka, telefonní číslo,
telefónne číslo, broj telefona, mobitel, telefonska številka, telefonszám, mobilszám,
număr de telefon, telefon numarası, cep telefonu,
телефон, номер телефона, мобильный, мобильный телефон, моб. телефон, номер телефону, мобільний,
мобилен, τηλέφωνο, κινητό, κινητό τηλέφωνο, טלפון, נייד, מספר טלפון, الهاتف, رقم الهاتف, الجوال,
電話, 電話番号, 携帯, 携帯電話, 携帯番号, 电话, 电话号码, 手机, 手机号, 手机号码, 联系电话, 手機,
電話號碼, 전화, 전화번호, 휴대폰, 휴대전화, 핸드폰, 연락처
"""
NOTES = """
anteckningar, noteringar, noter, bemærkninger, kommentarer, notater, merknader, muistiinpanot,
huomautukset, kommentti, märkused, pastabos, piezīmes, notatki, uwagi, komentarz, poznámky,
poznámka, bilješke, opombe, jegyzetek, megjegyzés, megjegyzések, observații, mențiuni, notlar,
açıklama, заметки, примечание, примечания, комментарий, нотатки, примітки, коментар,
бележки, σημειώσεις, σχόλια, הערות, ملاحظات,
メモ, 備考, コメント, 备注, 備註, 笔记, 메모, 비고
"""
GROUPS = """
grupper, grupp, etiketter, taggar, kategorier, kategori, ryhmät, ryhmä, tunnisteet, rühmad,
grupės, grupas, grupy, grupa, etykiety, tagi, skupiny, skupina, štítky, csoportok, csoport, címkék,
grupuri, etichete, gruplar, grup, etiketler, группы, группа, метки, теги, категории, групи, група,
ομάδες, ετικέτες, קבוצות, תוויות, المجموعات, グループ, ラベル, タグ, カテゴリ,
分组, 群组, 标签, 群組, 標籤, 그룹, 라벨, 태그
"""
