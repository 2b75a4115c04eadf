# ruff: noqa: E501
"""Pages that stand where an article should, as sites of many languages word them; written for these tests.

For each language five: a log-in, a paywall, a consent page, a missing page, and a check for robots or a closed site.
Each is a title, a heading and a paragraph.
"""

from __future__ import annotations

from tests.sources.faultserver import PARAGRAPHS

Page = tuple[str, str, str]

KINDS = ("log-in", "paywall", "consent", "missing", "closed")

PAGES: dict[str, tuple[Page, Page, Page, Page, Page]] = {
    "en": (
        ("Reader account", "Welcome back", "Enter your e-mail address and password to open your shelf."),
        ("The island in winter", "The island in winter", "You have three sentences of this story. The rest is kept for members of the society, who pay for our work."),
        ("A word first", "Your choice of cookies", "We and 214 partners keep small files on your device. Say yes to all, or choose one by one."),
        ("Lost at sea", "This page has drifted off", "Nothing is kept at this address any longer. Try the search, or start at the front page."),
        ("One moment", "Are you a person?", "Tick the box so that we can see you are no machine."),
    ),
    "de": (
        ("Leserkonto", "Willkommen zurück", "Geben Sie Benutzernamen und Kennwort ein, um Ihr Regal zu öffnen."),
        ("Die Insel im Winter", "Die Insel im Winter", "Diesen Text lesen Sie mit einem Probeabo vier Wochen kostenlos."),
        ("Ihre Wahl", "Mit Werbung lesen oder ohne", "Wir und unsere Partner verarbeiten Daten mit Cookies. Stimmen Sie zu oder wählen Sie das reine Abo."),
        ("Verlaufen", "Diese Seite gibt es nicht mehr", "Unter dieser Adresse liegt nichts. Versuchen Sie es mit der Suche."),
        ("Einen Augenblick", "Sind Sie ein Mensch?", "Setzen Sie den Haken, damit wir sehen, dass Sie keine Maschine sind."),
    ),
    "fr": (
        ("Espace lecteur", "Bon retour", "Saisissez votre adresse et votre mot de passe pour ouvrir votre étagère."),
        ("L'île en hiver", "L'île en hiver", "La suite de cet article est destinée à nos abonnés, qui font vivre notre journal."),
        ("Vos choix", "Avec cookies ou avec abonnement", "Nous et nos 180 partenaires déposons des traceurs. Acceptez tout ou continuez sans accepter."),
        ("Égarée", "Cette page a pris le large", "Il n'y a plus rien à cette adresse. Essayez la recherche."),
        ("Un instant", "Êtes-vous une personne ?", "Cochez la case pour montrer que vous n'êtes pas une machine."),
    ),
    "es": (
        ("Cuenta del lector", "Hola de nuevo", "Escriba su correo y su contraseña para abrir su estantería."),
        ("La isla en invierno", "La isla en invierno", "Para leer el artículo completo hágase socio por un euro al mes."),
        ("Su elección", "Cookies y privacidad", "Nosotros y nuestros socios guardamos cookies en su equipo. Acepte o configure sus preferencias."),
        ("Perdida", "Esta página se ha ido", "En esta dirección ya no hay nada. Pruebe el buscador."),
        ("Un momento", "¿Es usted una persona?", "Marque la casilla para que veamos que no es una máquina."),
    ),
    "it": (
        ("Area lettori", "Bentornato", "Inserisca indirizzo e password per aprire il suo scaffale."),
        ("L'isola d'inverno", "L'isola d'inverno", "Il resto di questo articolo è per chi sostiene il giornale. Si abboni per continuare."),
        ("La sua scelta", "Cookie e consenso", "Noi e i nostri partner usiamo i cookie. Accetti tutto oppure scelga le sue preferenze."),
        ("Smarrita", "Questa pagina non c'è più", "A questo indirizzo non si trova nulla. Provi con la ricerca."),
        ("Un attimo", "È una persona?", "Spunti la casella per mostrare che non è una macchina."),
    ),
    "pt": (
        ("Conta do leitor", "Olá de novo", "Escreva o seu e-mail e a palavra-passe para abrir a sua estante."),
        ("A ilha no inverno", "A ilha no inverno", "O resto deste texto é só para assinantes. Assine por um mês sem pagar."),
        ("A sua escolha", "Cookies e privacidade", "Nós e os nossos parceiros guardamos cookies. Aceite todos ou faça a sua escolha."),
        ("Perdida", "Esta página já não está aqui", "Neste endereço não há nada. Tente a pesquisa."),
        ("Um momento", "É uma pessoa?", "Marque a caixa para vermos que não é uma máquina."),
    ),
    "nl": (
        ("Lezersaccount", "Welkom terug", "Vul uw adres en wachtwoord in om uw plank te openen."),
        ("Het eiland in de winter", "Het eiland in de winter", "Verder lezen kan met een abonnement. De eerste maand kost niets."),
        ("Uw keuze", "Cookies en privacy", "Wij en onze partners plaatsen cookies. Geef toestemming of pas uw voorkeuren aan."),
        ("Verdwaald", "Deze pagina is weg", "Op dit adres staat niets meer. Probeer het zoekvak."),
        ("Een ogenblik", "Bent u een mens?", "Vink het vakje aan zodat wij zien dat u geen machine bent."),
    ),
    "sv": (
        ("Läsarkonto", "Välkommen åter", "Skriv din adress och ditt lösenord för att öppna din hylla."),
        ("Ön om vintern", "Ön om vintern", "Resten av texten är för den som prenumererar. Prova en månad gratis."),
        ("Ditt val", "Kakor och samtycke", "Vi och våra partner sparar kakor. Godkänn alla eller välj själv."),
        ("Bortkommen", "Den här sidan är borta", "Här finns ingenting längre. Pröva att söka."),
        ("Ett ögonblick", "Är du en människa?", "Kryssa i rutan så att vi ser att du inte är en maskin."),
    ),
    "pl": (
        ("Konto czytelnika", "Witaj ponownie", "Wpisz adres i hasło, aby otworzyć swoją półkę."),
        ("Wyspa zimą", "Wyspa zimą", "Dalszy ciąg tekstu czeka na prenumeratorów. Pierwszy miesiąc za złotówkę."),
        ("Twój wybór", "Pliki cookie i zgody", "My i nasi partnerzy zapisujemy pliki cookie. Wyraź zgodę albo zmień ustawienia."),
        ("Zagubiona", "Tej strony już tu nie ma", "Pod tym adresem nic nie ma. Spróbuj wyszukać."),
        ("Chwileczkę", "Czy jesteś człowiekiem?", "Zaznacz pole, abyśmy wiedzieli, że nie jesteś maszyną."),
    ),
    "cs": (
        ("Účet čtenáře", "Vítejte zpět", "Zadejte adresu a heslo a otevřete svou polici."),
        ("Ostrov v zimě", "Ostrov v zimě", "Pokračování je jen pro předplatitele. První měsíc za korunu."),
        ("Vaše volba", "Cookies a souhlas", "My a naši partneři ukládáme cookies. Dejte souhlas, nebo si vyberte."),
        ("Ztracená", "Tahle stránka zmizela", "Na této adrese už nic není. Zkuste vyhledávání."),
        ("Okamžik", "Jste člověk?", "Zaškrtněte políčko, ať vidíme, že nejste stroj."),
    ),
    "tr": (
        ("Okur hesabı", "Yeniden hoş geldiniz", "Rafınızı açmak için adresinizi ve parolanızı yazın."),
        ("Kışın ada", "Kışın ada", "Yazının devamı aboneler içindir. İlk ay ücretsiz."),
        ("Seçiminiz", "Çerezler ve gizlilik", "Biz ve ortaklarımız çerez saklıyoruz. Kabul edin ya da ayarları değiştirin."),
        ("Kayıp", "Bu sayfa artık burada değil", "Bu adreste hiçbir şey kalmadı. Aramayı deneyin."),
        ("Bir dakika", "İnsan mısınız?", "Makine olmadığınızı görmemiz için kutuyu işaretleyin."),
    ),
    "ru": (
        ("Кабинет читателя", "С возвращением", "Введите адрес и пароль, чтобы открыть свою полку."),
        ("Остров зимой", "Остров зимой", "Продолжение доступно по подписке. Первый месяц бесплатно."),
        ("Ваш выбор", "Файлы cookie и согласие", "Мы и наши партнёры храним файлы cookie. Дайте согласие или измените настройки."),
        ("Потерялась", "Этой страницы больше нет", "По этому адресу ничего нет. Попробуйте поиск."),
        ("Минуту", "Вы человек?", "Поставьте галочку, чтобы мы увидели, что вы не машина."),
    ),
    "el": (
        ("Λογαριασμός αναγνώστη", "Καλώς ήρθατε ξανά", "Γράψτε διεύθυνση και κωδικό για να ανοίξετε το ράφι σας."),
        ("Το νησί τον χειμώνα", "Το νησί τον χειμώνα", "Η συνέχεια είναι για συνδρομητές. Ο πρώτος μήνας δωρεάν."),
        ("Η επιλογή σας", "Cookies και απόρρητο", "Εμείς και οι συνεργάτες μας κρατάμε cookies. Αποδεχτείτε ή επιλέξτε."),
        ("Χαμένη", "Αυτή η σελίδα έφυγε", "Σε αυτή τη διεύθυνση δεν υπάρχει τίποτα. Δοκιμάστε αναζήτηση."),
        ("Μια στιγμή", "Είστε άνθρωπος;", "Τσεκάρετε το κουτί για να δούμε ότι δεν είστε μηχανή."),
    ),
    "he": (
        ("חשבון קוראים", "ברוכים השבים", "הקלידו כתובת וסיסמה כדי לפתוח את המדף."),
        ("האי בחורף", "האי בחורף", "המשך הכתבה למנויים בלבד. החודש הראשון בחינם."),
        ("הבחירה שלכם", "עוגיות ופרטיות", "אנחנו ושותפינו שומרים עוגיות. אשרו הכול או בחרו."),
        ("אבדה", "הדף הזה איננו", "בכתובת הזאת אין דבר. נסו לחפש."),
        ("רגע אחד", "האם אתם בני אדם?", "סמנו את התיבה כדי שנראה שאינכם מכונה."),
    ),
    "ar": (
        ("حساب القارئ", "أهلا بعودتك", "اكتب بريدك وكلمة السر لتفتح رفك."),
        ("الجزيرة في الشتاء", "الجزيرة في الشتاء", "بقية المقال للمشتركين فقط. الشهر الأول مجانا."),
        ("اختيارك", "ملفات الارتباط والخصوصية", "نحن وشركاؤنا نحفظ ملفات الارتباط. وافق أو اختر."),
        ("ضائعة", "رحلت هذه الصفحة", "لا شيء في هذا العنوان. جرب البحث."),
        ("لحظة", "هل أنت إنسان؟", "ضع علامة في المربع لنرى أنك لست آلة."),
    ),
    "zh": (
        ("读者账户", "欢迎回来", "请输入邮箱和密码，打开您的书架。"),
        ("岛上的冬天", "岛上的冬天", "余下全文仅供订阅会员阅读，首月免费。"),
        ("您的选择", "隐私与同意", "我们和合作伙伴会保存小型文件。请全部同意或自行选择。"),
        ("迷路了", "这一页已经离开", "这个地址上什么也没有了。请试试搜索。"),
        ("请稍等", "您是真人吗？", "请勾选方框，让我们知道您不是机器。"),
    ),
    "ja": (
        ("読者アカウント", "お帰りなさい", "本棚を開くには、アドレスとパスワードを入力してください。"),
        ("冬の島", "冬の島", "この先は会員の方だけがお読みになれます。初月は無料です。"),
        ("選んでください", "クッキーとプライバシー", "私たちと提携先は小さなファイルを保存します。すべて同意するか、選択してください。"),
        ("迷子です", "このページは旅に出ました", "この住所にはもう何もありません。検索をお試しください。"),
        ("少しお待ちを", "人間ですか", "機械でないことがわかるように、四角に印をつけてください。"),
    ),
    "ko": (
        ("독자 계정", "다시 오셨군요", "서가를 열려면 주소와 비밀번호를 입력하세요."),
        ("겨울 섬", "겨울 섬", "나머지 글은 구독자만 읽을 수 있습니다. 첫 달은 무료입니다."),
        ("선택하세요", "쿠키와 개인정보", "저희와 협력사는 쿠키를 저장합니다. 모두 동의하거나 직접 고르세요."),
        ("길을 잃었어요", "이 쪽은 떠났습니다", "이 주소에는 이제 아무것도 없습니다. 검색해 보세요."),
        ("잠시만요", "사람이신가요?", "기계가 아니라는 것을 알 수 있게 칸에 표시해 주세요."),
    ),
}  # fmt: skip


LONG: dict[str, tuple[str, str]] = {
    "members": ("The island in winter", "This story is for members of our society alone."),
    "pass": ("The island in winter", "Buy a pass to see the rest of this story."),
    "meter": ("The island in winter", "You have read your three free stories for this month."),
    "institution": ("The island in winter", "Check access through your university or purchase the PDF."),
    "plus": ("Die Insel im Winter", "Den ganzen Artikel lesen Sie mit Plus."),
    "abonnés": ("L'île en hiver", "La suite de cet article est pour nos abonnés."),
    "socios": ("La isla en invierno", "Suscríbase para seguir leyendo."),
    "paid": ("岛上的冬天", "余下内容需要订阅后才能继续阅读。"),
    "removed": ("Content removed", "It was taken down at the wish of its owner."),
    "expired": ("This story has expired", "We may show what agencies write for thirty days."),
    "unnamed-404": ("The Harbour Post", "There is no such page; here is what others read."),
    "no-results": ("0 results for winter", "Perhaps one of these is what you wanted."),
    "shop": ("This title is out of print", "Other readers of this shop chose these."),
    "suspended": ("This account has been suspended", "Ask the hosting provider why."),
    "closed": ("This blog is closed", "Its writer has left us for good."),
    "sign-on": ("Single sign-on", "Choose your institution from the list."),
    "session": ("Your session has expired", "Begin again with your card."),
    "rights": ("Restricted access", "Your library does not subscribe to this journal."),
    "region": ("Not available in your region", "The rights are with another publisher there."),
    "law": ("Our European visitors matter to us", "We are not open to the European Economic Area yet."),
    "age": ("Are you over 18?", "Give the day of your birth."),
    "blocked": ("Your request was blocked", "Tell the operator this reference number: 7."),
    "limited": ("Too many requests", "Come back in an hour."),
    "browser": ("Your browser is too old", "Take a newer one to see this page."),
    "leaving": ("You are leaving our site", "Go on to where the link leads."),
    "line": ("Waiting room", "Some two thousand people are before you."),
    "server": ("Apache2 Debian Default Page", "You should replace this file before you go on."),
    "nginx": ("Welcome to nginx!", "The web server is successfully installed."),
    "parked": ("harbour.example", "Sponsored listings are chosen by a third party."),
    "soon": ("Coming soon", "Our new house on the web is being built."),
    "repair": ("Under maintenance", "Back on Monday."),
    "portal": ("Hotel network", "Accept all terms to use the network."),
}
"""Headings and words of such pages that are long for the text beside them."""


def page_of(page: Page, kind: str, dress: str) -> bytes:
    """A page as a site sends it.

    `dress` is "bare", "menus" (in elements that say nothing of what they are), or "long" (with the beginning of an
    article, or with others).
    """
    title, heading, words = page
    form = "<form><input name=user><input type=password></form>" if kind == "log-in" else ""
    links = "".join(f"<div class=m><a href='/{number}'>{heading}</a></div>" for number in range(12))
    menu = links if dress == "menus" else ""
    texts = PARAGRAPHS if dress == "long" else ""
    said = f"{texts}<p>{words}</p>" if kind == "paywall" else f"<p>{words}</p>{texts}"
    body = f"{menu}<main><h1>{heading}</h1>{said}{form}</main>{menu}"
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>".encode()
