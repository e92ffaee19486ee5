"""The trainings of lesson 22 that are made beforehand, and the vectors that its explorer shows.

    python tools/embeddings_runs.py                # writes both files of assets/; about half an hour of one core
    python tools/embeddings_runs.py tr tastes      # only these parts of tr, en and tastes; the others stay as they are

``assets/embeddings_runs.npz`` holds, for language l of tr and en, a row for each seed, five unless said otherwise:

- ``l_whole``, ``l_prefix``, ``l_pieces``: what ``measure`` returns for vectors of whole words, of the first five letters and
  of words made of their pieces (n-grams, in two passes instead of four), with five, two and one seed;
- ``l_asked`` (no seeds): how many pairs of synonyms are asked, how many the whole words and the prefixes know, nouns with a
  plural, analogies;
- ``l_bias``: effect size and exact p of the two association tests, flowers and insects, then careers and families;
- ``l_topics``: accuracy on 600 glosses, (seed, 2 sizes of training set, 5 ways), and ``tastes``: share of hidden books that
  are found, (seed, 4 ways of recommending).

``assets/embeddings_words.npz`` holds 400 words of each language, their vectors (32 numbers of one byte each) and their places
in the plane. They come from the training of seed 0; no text of the dictionaries is in it.
"""

import re
import sys
import time
from collections import Counter
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from utils.datasets import load_wordnet  # noqa: E402

RUNS, WORDS = CHECKOUT / "assets" / "embeddings_runs.npz", CHECKOUT / "assets" / "embeddings_words.npz"
SEEDS = range(5)
SEEDS_OF = {"prefix": 2, "pieces": 1}  # pieces take two and a half times the processor time of whole words
SIZE, LEAST, WINDOW, RARER = 64, 5, 4, 1e-4
BATCH, NOISE, NEGATIVES, STEP, EPOCHS = 2000, 64, 5, 0.1, 4
PREFIX, BUCKETS, MOST_PIECES = 5, 20_000, 16
TOPICS, LONGEST = 8, 24
READERS, BOOKS, HIDDEN, TASTE_EPOCHS = 400, 120, 3, 10

FAMILIES = {  # pairs of words with one relation each; every ordered pair of pairs of a family is an analogy
    "tr": [
        "erkek:kadın baba:anne oğul:kız kral:kraliçe dede:nine koca:karı horoz:tavuk adam:hanım",
        "türkiye:ankara fransa:paris almanya:berlin italya:roma japonya:tokyo rusya:moskova yunanistan:atina",
        "büyük:küçük uzun:kısa iyi:kötü güzel:çirkin sıcak:soğuk kuzey:güney doğu:batı geniş:dar",
        "bir:birinci iki:ikinci üç:üçüncü dört:dördüncü beş:beşinci",
    ],
    "en": [
        "man:woman father:mother son:daughter king:queen uncle:aunt brother:sister husband:wife boy:girl",
        "turkey:ankara france:paris germany:berlin italy:rome japan:tokyo russia:moscow greece:athens",
        "big:small long:short good:bad beautiful:ugly hot:cold north:south east:west wide:narrow",
        "one:first two:second three:third four:fourth five:fifth",
    ],
}
TESTS = {  # two target sets and two attribute sets of seven or eight words each
    "tr": [
        ("gül lale karanfil papatya menekşe nergis leylak", "sinek karınca pire bit örümcek akrep böcek",
         "mutluluk sevgi güzel barış huzur neşe dost cennet", "nefret acı ölüm kötü çirkin hastalık savaş pis"),
        ("iş meslek yönetici memur şirket ticaret ücret görev", "ev aile çocuk evlilik düğün akraba nişan bebek",
         "erkek adam baba oğul amca dede koca kral", "kadın kız anne hanım teyze nine karı kraliçe"),
    ],
    "en": [
        ("rose tulip lily daisy violet orchid iris jasmine", "ant spider fly flea mosquito beetle bee wasp",
         "love peace happy joy pleasure friend beautiful paradise", "hatred evil death pain ugly war disease filthy"),
        ("executive management professional corporation salary office business career",
         "home parents children family cousin marriage wedding relatives",
         "male man boy brother he him his son", "female woman girl sister she her daughter"),
    ],
}  # fmt: skip


SHOWN = {  # what the explorer shows; the most frequent other words fill it up to 400
    "tr": """
        kedi köpek at eşek inek koyun keçi kuş balık böcek yılan aslan kurt ayı tavuk horoz ördek fare arı sinek karınca örümcek
        bir iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli yüz bin birinci ikinci üçüncü
        kırmızı sarı yeşil mavi beyaz siyah kara mor pembe turuncu renk
        erkek kadın anne baba oğul kız kardeş dede nine amca teyze çocuk kral kraliçe padişah adam koca karı
        öğretmen öğrenci doktor hasta hekim asker memur işçi usta çiftçi okul hastane
        ankara istanbul izmir bursa konya türkiye fransa paris almanya italya roma rusya japonya yunanistan
        ekmek peynir et süt su çay kahve şeker tuz yağ çorba elma üzüm meyve sebze yemek
        göz kulak burun ağız el ayak kol baş saç kalp kan kemik
        deniz göl ırmak dağ ova orman ağaç çiçek yaprak toprak taş güneş ay yıldız yağmur kar rüzgâr gül lale
        sevinç üzüntü korku öfke mutluluk sevgi nefret acı hüzün
        kuzey güney doğu batı büyük küçük uzun kısa iyi kötü güzel çirkin sıcak soğuk eski yeni genç yaşlı geniş dar
        gitmek gelmek yürümek koşmak yemek içmek görmek duymak söylemek yazmak okumak almak vermek
        gitar müzik çalgı şarkı kitap kalem masa kapı ev araba gemi uçak yol para savaş barış iş aile evlilik
    """,
    "en": """
        cat dog horse donkey cow sheep goat bird fish insect snake lion wolf bear hen duck mouse rat bee fly ant spider
        one two three four five six seven eight nine ten twenty thirty forty fifty hundred thousand first second third
        red yellow green blue white black gray purple pink orange brown color
        man woman mother father son daughter brother sister uncle aunt boy girl child king queen prince husband wife
        teacher student doctor patient physician nurse soldier worker farmer lawyer school hospital
        london paris rome berlin england france germany italy russia japan greece egypt spain america
        bread cheese meat milk water tea coffee sugar salt butter soup apple grape fruit vegetable rice
        eye ear nose mouth hand foot arm head hair heart blood bone
        sea lake river mountain valley forest tree flower leaf soil stone sun moon star rain snow wind rose tulip
        joy sadness fear anger happiness love hatred pain sorrow
        north south east west big small long short good bad beautiful ugly hot cold old new young large wide narrow
        go come walk run eat drink see hear say write read take give
        guitar music instrument song book pencil table door house car ship aircraft road money war peace business family marriage
    """,
}


def lower(text, language):
    """Return text in lower case, in Turkish with its own pairs I/ı and İ/i."""
    return text.replace("I", "ı").replace("İ", "i").lower() if language == "tr" else text.lower()


def words_of(text, language):
    return re.findall(r"[^\W\d_]+", lower(text, language))


def sentences_of(synsets, language):
    """Return lists of words: the first word of each synset with its gloss, and each of its examples."""
    found = []
    for synset in synsets:
        found.append(words_of(" ".join((*synset.words[:1], synset.gloss)), language))
        found += [words_of(example, language) for example in synset.examples]
    return [words for words in found if len(words) > 1]


class Text:
    """A language's sentences, cut into units: whole words, or their first letters."""

    def __init__(self, language, letters=None):
        self.language, self.letters = language, letters
        self.synsets = load_wordnet(language)
        self.sentences = [[self.cut(word) for word in words] for words in sentences_of(self.synsets, language)]
        self.counts = Counter(word for words in self.sentences for word in words)
        self.words = [word for word, count in self.counts.most_common() if count >= LEAST]
        self.index = {word: i for i, word in enumerate(self.words)}
        self.frequency = np.array([self.counts[word] for word in self.words])

    def cut(self, word):
        return word[: self.letters]


def pairs_of(stream, sentence, keep, rng):
    """Return centre and context words (2, pairs) of one pass, shuffled: frequent words thinned out, random windows."""
    chosen = (stream >= 0) & (rng.random(len(stream)) < keep[stream])
    words, sentence = stream[chosen], sentence[chosen]
    reach = rng.integers(1, WINDOW + 1, len(words))
    pairs = []
    for distance in range(1, WINDOW + 1):
        same = sentence[distance:] == sentence[:-distance]
        left, right = words[:-distance], words[distance:]
        pairs.append(np.stack([left, right])[:, same & (reach[:-distance] >= distance)])
        pairs.append(np.stack([right, left])[:, same & (reach[distance:] >= distance)])
    both = np.concatenate(pairs, axis=1)
    return both[:, rng.permutation(both.shape[1])]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def descend(matrix, history, rows, gradient):
    """One AdaGrad step on some rows: gradients (n, d) of the same row are added up, each row has one step size."""
    unique, place = np.unique(rows, return_inverse=True)
    total = csr_matrix((np.ones(len(rows), np.float32), (place, np.arange(len(rows))))) @ gradient
    history[unique] += (total**2).mean(axis=1)
    matrix[unique] -= STEP * total / np.sqrt(history[unique])[:, None]


def pieces_of(word, first):
    """Return the numbers of a word's n-grams of three to five letters, hashed to rows from ``first`` on."""
    import zlib

    marked = f"<{word}>"
    grams = [marked[i : i + n] for n in (3, 4, 5) for i in range(len(marked) - n + 1)]
    return [first + zlib.crc32(gram.encode()) % BUCKETS for gram in grams]


def train(text, seed, epochs=EPOCHS, pieces=False):
    """Return ``vectors(words)``, a function that gives the vectors (n, SIZE) of the words of a list."""
    rng = np.random.default_rng(seed)
    count = len(text.words)
    stream = np.array([text.index.get(word, -1) for words in text.sentences for word in words])
    sentence = np.repeat(np.arange(len(text.sentences)), [len(words) for words in text.sentences])
    keep = np.minimum(1, np.sqrt(RARER * text.frequency.sum() / text.frequency))
    chances = np.cumsum(text.frequency**0.75)
    rows = count + BUCKETS + 1 if pieces else count
    centre = ((rng.random((rows, SIZE)) - 0.5) / SIZE).astype(np.float32)
    context = np.zeros((count, SIZE), np.float32)
    histories = np.full(rows, 1e-6, np.float32), np.full(count, 1e-6, np.float32)
    parts = np.full((count, MOST_PIECES), rows - 1)
    if pieces:
        centre[-1] = 0  # the row of places that are empty
        for i, word in enumerate(text.words):
            own = [i, *pieces_of(word, count)][:MOST_PIECES]
            parts[i, : len(own)] = own
    used = parts < rows - 1
    many = used.sum(axis=1, keepdims=True)
    for _ in range(epochs):
        first, second = pairs_of(stream, sentence, keep, rng)
        for start in range(0, len(first) - BATCH + 1, BATCH):
            i, j = first[start : start + BATCH], second[start : start + BATCH]
            noise = np.searchsorted(chances, rng.random(NOISE) * chances[-1])
            v = centre[parts[i]].sum(axis=1) / many[i] if pieces else centre[i]
            u, other = context[j], context[noise]
            true = sigmoid((v * u).sum(axis=1, keepdims=True)) - 1
            false = sigmoid(v @ other.T) * np.float32(NEGATIVES / NOISE)
            gradient = (true * u + false @ other).astype(np.float32)
            if pieces:
                gradient = np.repeat((gradient / many[i]).astype(np.float32), many[i, 0], axis=0)
                descend(centre, histories[0], parts[i][used[i]], gradient)
            else:
                descend(centre, histories[0], i, gradient)
            descend(context, histories[1], np.concatenate([j, noise]), np.concatenate([true * v, false.T @ v]))

    def vectors(words):
        if not pieces:
            return centre[[text.index[text.cut(word)] for word in words]]
        made = []
        for word in words:
            own = [text.index[word]] if word in text.index else []
            made.append(centre[[*own, *pieces_of(word, count)][:MOST_PIECES]].mean(axis=0))
        return np.array(made)

    return vectors


def unit(vectors, mean=0.0):
    """Return vectors (n, d) of length 1, the mean of all words taken away first."""
    vectors = vectors - mean
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)


def synonyms(whole, prefix):
    """Return pairs of synonyms that both vocabularies can tell apart, and how many each of them knows."""
    both, of_whole, of_prefix = set(), 0, 0
    for synset in whole.synsets:
        for pair in zip(synset.words, synset.words[1:], strict=False):
            one, two = (lower(word, whole.language) for word in pair)
            known = one != two and one in whole.index and two in whole.index
            cut = (
                prefix.cut(one) != prefix.cut(two)
                and prefix.cut(one) in prefix.index
                and prefix.cut(two) in prefix.index
            )
            of_whole, of_prefix = of_whole + known, of_prefix + cut
            if known and cut:
                both.add((one, two))
    return sorted(both), of_whole, of_prefix


def plurals(whole):
    """Return nouns with their plurals, both in the vocabulary: ev, evler; house, houses."""
    nouns = {lower(word, whole.language) for synset in whole.synsets if synset.part == "n" for word in synset.words}
    found = []
    for noun in sorted(nouns & set(whole.words)):
        vowels = [letter for letter in noun if letter in "aıoueiöü"]
        ending = ("lar" if vowels and vowels[-1] in "aıou" else "ler") if whole.language == "tr" else "s"
        if noun + ending in whole.index and len(noun) > 2:
            found.append((noun, noun + ending))
    return found


def analogies(language, known):
    """Return the analogies (a, b, c, d), a to b as c to d, whose words are all ``known``."""
    found = []
    for family in FAMILIES[language]:
        pairs = [tuple(pair.split(":")) for pair in family.split()]
        pairs = [pair for pair in pairs if known(pair[0]) and known(pair[1])]
        found += [(*one, *two) for one, two in permutations(pairs, 2)]
    return found


def measure(vectors, whole, pairs, forms, questions, cut):
    """Return seven shares: what the vectors of one training are worth.

    AUC of synonyms against pairs drawn at random; share of synonyms among the ten nearest of all words of the pairs; mean
    cosine of synonyms, of a noun and its plural, of random pairs; analogies whose answer comes first, and those for which
    the word nearest to the third word alone would be the answer (question words left out in both).
    """
    rng = np.random.default_rng(0)
    mean = vectors(whole.words).mean(axis=0)
    names = sorted({word for pair in pairs for word in pair})
    place = {word: i for i, word in enumerate(names)}
    x = unit(vectors(names), mean)
    at = np.array([(place[one], place[two]) for one, two in pairs])
    true = (x[at[:, 0]] * x[at[:, 1]]).sum(axis=1)
    shuffled = (x[rng.permutation(at[:, 0])] * x[rng.permutation(at[:, 1])]).sum(axis=1)
    area = np.searchsorted(np.sort(shuffled), true).mean() / len(true)
    similar = x[at[:, 0]] @ x.T
    similar[np.arange(len(at)), at[:, 0]] = -2
    near = ((similar > true[:, None] + 1e-6).sum(axis=1) < 10).mean()
    singular, plural = (unit(vectors(list(words)), mean) for words in zip(*forms, strict=True))
    everything = unit(vectors(whole.words), mean)
    first = alone = 0
    for a, b, c, d in questions:
        va, vb, vc = unit(vectors([a, b, c]), mean)
        for target, how in ((vc - va + vb, "sum"), (vc, "alone")):
            scores = everything @ target
            asked = {cut(word) for word in (a, b, c)}
            order = np.argsort(-scores)[:60]
            best = next(cut(whole.words[i]) for i in order if cut(whole.words[i]) not in asked)
            first, alone = first + (how == "sum" and best == cut(d)), alone + (how == "alone" and best == cut(d))
    return [area, near, true.mean(), (singular * plural).sum(axis=1).mean(), shuffled.mean(),
            first / len(questions), alone / len(questions)]  # fmt: skip


def association(vectors, sets, known):
    """Return effect size and exact one-sided p of a test of Caliskan et al. (2017), over all ways to halve the targets."""
    sets = [[word for word in words.split() if known(word)] for words in sets]
    size = min(len(sets[0]), len(sets[1]))
    x, y, a, b = (unit(vectors(words), vectors.mean) for words in (sets[0][:size], sets[1][:size], *sets[2:]))
    leaning = np.concatenate([x @ a.T, y @ a.T]).mean(axis=1) - np.concatenate([x @ b.T, y @ b.T]).mean(axis=1)
    effect = (leaning[:size].mean() - leaning[size:].mean()) / leaning.std(ddof=1)
    halves = np.array([leaning[list(half)].sum() for half in combinations(range(2 * size), size)])
    return [effect, (halves >= leaning[:size].sum() - 1e-9).mean()]


def explorer_words(text, vectors):
    """Return names, vectors and places of the explorer's words: 32 whole numbers from -127 to 127 each, and (x, y)."""
    from sklearn.manifold import TSNE

    names = [word for word in dict.fromkeys(SHOWN[text.language].split()) if word in text.index]
    names += [word for word in text.words if word not in names and len(word) > 2][: 400 - len(names)]
    x = unit(vectors(names), vectors(text.words).mean(axis=0))
    left, sizes, _ = np.linalg.svd(x, full_matrices=False)
    x = unit(left[:, :32] * sizes[:32])  # the best 32 numbers for the cosines of 64
    with threadpool_limits(1):
        places = TSNE(metric="cosine", init="pca", perplexity=12, random_state=0).fit_transform(x)
    places = 2 * places.argsort(axis=0).argsort(axis=0) / (len(names) - 1) - 1  # by rank, so that clusters leave room
    return np.array(names), np.round(127 * x / np.abs(x).max()).astype(np.int8), places.astype(np.float16)


def words_measured(language, found, shown, seeds=SEEDS):
    """Measure the vectors of whole words, prefixes and pieces, and keep the explorer's words from the first seed."""
    whole, prefix = Text(language), Text(language, PREFIX)
    pairs, of_whole, of_prefix = synonyms(whole, prefix)
    forms, questions = plurals(whole), analogies(language, whole.index.__contains__)
    found[f"{language}_asked"] = np.array([len(pairs), of_whole, of_prefix, len(forms), len(questions)])
    print(language, found[f"{language}_asked"], flush=True)
    ways = {
        "whole": (whole, {}, whole.cut),
        "prefix": (prefix, {}, prefix.cut),
        "pieces": (whole, {"pieces": True, "epochs": 2}, whole.cut),
    }
    rows: dict[str, list] = {name: [] for name in (*ways, "bias", "topics")}
    for seed in seeds:
        for name, (text, how, cut) in ways.items():
            if seed >= SEEDS_OF.get(name, len(SEEDS)):
                continue
            start = time.process_time()
            vectors = train(text, seed, **how)
            rows[name].append(measure(vectors, whole, pairs, forms, questions, cut))
            print(language, seed, name, np.round(rows[name][-1], 3), round(time.process_time() - start, 1), flush=True)
            if name == "whole":
                vectors.mean = vectors(whole.words).mean(axis=0)
                rows["bias"].append(
                    np.ravel([association(vectors, sets, whole.index.__contains__) for sets in TESTS[language]])
                )
                print(language, seed, "bias", np.round(rows["bias"][-1], 3), flush=True)
                rows["topics"].append(topics_measured(whole, vectors, seed))
                print(language, seed, "topics", np.round(rows["topics"][-1], 3).tolist(), flush=True)
                if seed == 0:
                    for key, values in zip(("words", "vectors", "places"), explorer_words(whole, vectors), strict=True):
                        shown[f"{language}_{key}"] = values
                    np.savez_compressed(WORDS, **shown)
    found.update({f"{language}_{name}": np.round(values, 3).astype(np.float32) for name, values in rows.items()})


def glosses_of_topics(text):
    """Return glosses that belong to exactly one of the eight largest topics, as lists of known words, and topics from 0 on."""
    members = Counter(other for synset in text.synsets for kind, other in synset.relations if kind == "DOMAIN_TOPIC")
    largest = [topic for topic, _ in members.most_common(TOPICS)]
    glosses, topics = [], []
    for synset in text.synsets:
        own = {other for kind, other in synset.relations if kind == "DOMAIN_TOPIC" and other in largest}
        words = [
            word for word in words_of(" ".join((*synset.words[:1], synset.gloss)), text.language) if word in text.index
        ]
        if len(own) == 1 and len(words) > 1:
            glosses.append(words[:LONGEST])
            topics.append(largest.index(own.pop()))
    return glosses, np.array(topics)


def topics_measured(text, vectors, seed):
    """Return accuracies on 600 glosses, (2 sizes of training set, 5 ways).

    The ways: TF-IDF with logistic regression, frozen, fine-tuned at once, from scratch, and frozen in the first half, then
    fine-tuned at a tenth of the learning rate.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    from utils.training import keras, seed_everything

    glosses, topics = glosses_of_topics(text)
    used = sorted({word for words in glosses for word in words})
    row = {word: number for number, word in enumerate(used, start=1)}
    x = np.array([[*map(row.get, words), *[0] * (LONGEST - len(words))] for words in glosses])
    pretrained = np.concatenate([np.zeros((1, SIZE)), unit(vectors(used), vectors.mean)])
    order = np.random.default_rng(seed).permutation(len(topics))
    test, rest = order[:600], order[600:]
    few = np.concatenate([rest[topics[rest] == topic][:10] for topic in range(TOPICS)])
    rows = []
    for own, copies, epochs in (
        (few, 10, 6),
        (rest[:1200], 1, 16),
    ):  # copies save the time that each epoch takes by itself
        texts = [[glosses[i] for i in part] for part in (own, test)]
        weigh = TfidfVectorizer(analyzer=list)
        known, unseen = weigh.fit_transform(texts[0]), weigh.transform(texts[1])
        rows.append([LogisticRegression(C=10, max_iter=1000).fit(known, topics[own]).score(unseen, topics[test])])
        for way in ("frozen", "tuned", "scratch", "gentle"):
            seed_everything(seed)
            table = keras.layers.Embedding(len(used) + 1, SIZE, mask_zero=True, trainable=way in ("tuned", "scratch"))
            model = keras.Sequential([
                keras.Input((LONGEST,), dtype="int32"), table, keras.layers.GlobalAveragePooling1D(),
                keras.layers.Dense(TOPICS, activation="softmax"),
            ])  # fmt: skip
            if way != "scratch":
                table.set_weights([pretrained])
            many = np.tile(own, copies)
            for rate, part in ((0.01, epochs // 2), (0.001, epochs // 2)) if way == "gentle" else ((0.01, epochs),):
                table.trainable = rate == 0.001 or table.trainable
                model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", steps_per_execution=10)
                model.fit(x[many], topics[many], batch_size=32, epochs=part, verbose=0)
            rows[-1].append(float((np.argmax(model(x[test]), axis=1) == topics[test]).mean()))
    return rows


def library(seed):
    """Return read (readers, 11) and hidden (readers, 3) books of a made-up library, and the truth (readers, books).

    The truth is what each reader likes: three tastes that readers and books have, and the fame of a book.
    """
    rng = np.random.default_rng(seed)
    tastes, books = rng.normal(size=(READERS, 3)), rng.normal(size=(BOOKS, 3))
    liking = tastes @ books.T + rng.normal(size=BOOKS)
    chosen = np.argsort(-(liking + rng.gumbel(size=liking.shape)), axis=1)[:, :14]  # drawn by softmax, none twice
    chosen = rng.permuted(chosen, axis=1)
    return chosen[:, HIDDEN:], chosen[:, :HIDDEN], liking


def share_found(scores, read, hidden):
    """Return the share of hidden books among the ten with the largest scores (readers, books) that were not read."""
    scores = scores.astype(float)
    np.put_along_axis(scores, read, -np.inf, axis=1)
    best = np.argsort(-scores, axis=1)[:, :10]
    return (hidden[:, :, None] == best[:, None, :]).any(axis=2).mean()


def tastes_measured(seed):
    """Return the share of hidden books found: at random, by popularity, by embeddings, by the truth."""
    from utils.training import keras, seed_everything

    read, hidden, truth = library(seed)
    rng = np.random.default_rng(seed)
    seed_everything(seed)
    reader, book = keras.Input((), dtype="int32"), keras.Input((), dtype="int32")
    row = [keras.layers.Embedding(count, size)(number)
           for count, size, number in ((READERS, 4, reader), (BOOKS, 4, book), (BOOKS, 1, book))]  # fmt: skip
    total = keras.layers.Add()([keras.layers.Dot(1)(row[:2]), row[2]])
    model = keras.Model([reader, book], keras.layers.Activation("sigmoid")(total))
    model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", steps_per_execution=10)
    who, what = np.repeat(np.arange(READERS), read.shape[1]), read.ravel()
    noise = rng.integers(BOOKS, size=4 * len(what))
    answers = np.repeat([1, 0], [len(what), len(noise)])
    model.fit([np.tile(who, 5), np.concatenate([what, noise])], answers, batch_size=256, epochs=TASTE_EPOCHS, verbose=0)
    tables = {weight.shape: np.array(weight) for weight in model.weights}
    scores = tables[READERS, 4] @ tables[BOOKS, 4].T + tables[BOOKS, 1].T
    popular = np.bincount(what, minlength=BOOKS) * np.ones((READERS, 1))
    return [share_found(values, read, hidden) for values in (rng.random((READERS, BOOKS)), popular, scores, truth)]


def main(*parts):
    threadpool_limits(1)  # small products: a second thread of BLAS only spins
    found: dict[str, Any] = {}
    shown: dict[str, Any] = {}
    if parts:
        for path, arrays in ((RUNS, found), (WORDS, shown)):
            with np.load(path) as file:
                arrays.update({name: file[name] for name in file.files})
    for language in [part for part in parts or ("tr", "en") if part in ("tr", "en")]:
        words_measured(language, found, shown)
        np.savez_compressed(RUNS, **found)
    if not parts or "tastes" in parts:
        found["tastes"] = np.round([tastes_measured(seed) for seed in SEEDS], 3).astype(np.float32)
        print("tastes", np.round(found["tastes"], 3).tolist(), flush=True)
    np.savez_compressed(RUNS, **found)


if __name__ == "__main__":
    main(*sys.argv[1:])
