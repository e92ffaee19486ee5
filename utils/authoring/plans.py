"""The plans of INSTRUCTORS.md: which lessons a week and a day hold. Titles and minutes are the lessons' own."""

CLASS_MINUTES = 3 * 45  # of a week: the lessons are presented in them, and what is left of them is for exercises
DAY_MINUTES = 6 * 60  # of a day of the workshop, without its breaks

WEEKS = (  # of the first semester: (the lessons' numbers, a remark in Turkish, in English)
    (
        (0, 1),
        "Haftanın sonunda herkesin bilgisayarında kurs açılmış olmalı.",
        "By the end of the week, the course should open on every student's computer.",
    ),
    ((2,), "", ""),
    ((3,), "", ""),
    ((4,), "", ""),
    (
        (5, 6),
        "Yoğun hafta: 05'in sorularını eve bırakabilirsiniz.",
        "A full week: the questions of 05 can be homework.",
    ),
    ((7,), "Kâğıt kalem getirsinler.", "Bring pen and paper."),
    ((8,), "", ""),
    (
        (9,),
        "Ara sınav ya da ilk küçük proje için uygun bir hafta.",
        "A good place for the midterm or a first small project.",
    ),
    ((10,), "", ""),
    ((14, 15), "", ""),
    ((18,), "Proje konuları seçilir.", "Projects are chosen."),
    ((24, 25), "", ""),
    ((29,), "", ""),
    ((30,), "Projelerin sunumu.", "Projects are presented."),
)
SHARING = {17: 19}  # the second semester has a week for each of the other lessons; these two share one: 15 in 14 weeks

DAYS = (  # (the lessons' numbers, those that participants read alone before, a remark in Turkish, in English)
    ((0, 3, 5, 6, 7), (1, 2, 4), "Bir nöron, bir kayıp, geri yayılım.", "One neuron, one loss, backpropagation."),
    ((9, 10, 14, 15), (8,), "Keras, aşırı öğrenme, evrişim, CNN.", "Keras, overfitting, convolution, CNN."),
    ((18, 24, 29, 30), (), "Transfer, diziler, üretim.", "Transfer, sequences, generation."),
)
