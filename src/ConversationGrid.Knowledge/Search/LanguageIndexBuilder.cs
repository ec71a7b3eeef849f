namespace ConversationGrid.Knowledge;

/// <summary>Builds the index of one language. Used once and thrown away.</summary>
internal sealed class LanguageIndexBuilder
{
    private readonly string _language;
    private readonly SearchOptions _options;
    private readonly Concepts _concepts;
    private readonly Dictionary<string, int> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _surfaces = new(StringComparer.Ordinal);
    private readonly int[] _conceptTerms;
    private readonly List<int> _articleOf = [];
    private readonly List<Dictionary<int, FieldCounts>> _documents = [];
    private readonly List<int> _passageStarts = [0];
    private readonly List<int> _wordStarts = [];
    private readonly List<int> _extraStarts = [];
    private readonly List<int> _passageTerms = [];
    private readonly List<Dictionary<int, double>> _learnt = [];
    private readonly Dictionary<ulong, HashSet<int>> _gists = [];
    private readonly QueryWords _query = new();

    private readonly HashSet<string> _names;

    public LanguageIndexBuilder(string language, SearchOptions options, Concepts concepts, HashSet<string> names)
    {
        _names = names;
        _language = language;
        _options = options;
        _concepts = concepts;
        _conceptTerms = new int[concepts.Count];
        Array.Fill(_conceptTerms, -1);
    }

    /// <summary>Adds an article; <paramref name="learnt"/> gives the stems that accepted answers tied to it.</summary>
    public void Add(int index, Article article, IReadOnlyList<(string Stem, double Weight)> learnt)
    {
        var counts = new Dictionary<int, FieldCounts>();
        _articleOf.Add(index);
        _documents.Add(counts);
        var tags = new List<int>();
        NoteGist(article.Title);
        foreach (var tag in article.Tags)
        {
            NoteGist(tag);
            tags.AddRange(Read(tag, counts, Field.Tag, out var concepts).Concat(concepts));
        }
        BeginPassage();
        EndPassage(Read(article.Title, counts, Field.Title, out var titleConcepts), titleConcepts.Concat(tags));
        foreach (var section in article.Sections)
        {
            BeginPassage();
            var heading = Read(section.Heading, counts, Field.Heading, out var headingConcepts);
            var body = Read(section.Text, counts, Field.Body, out var bodyConcepts);
            EndPassage(heading.Concat(body), headingConcepts.Concat(bodyConcepts));
        }
        _passageStarts.Add(_wordStarts.Count);
        _learnt.Add(learnt.ToDictionary(pair => TermOf(pair.Stem), pair => pair.Weight));
    }

    public LanguageIndex Build()
    {
        _wordStarts.Add(_passageTerms.Count);
        var idf = InverseFrequencies(out var idfMax);
        var (starts, docs, impacts) = Postings(idf);
        foreach (var (word, concept) in _concepts.WordsOf(_language))
        {
            if (_conceptTerms[concept] >= 0)
                _surfaces.TryAdd(word, _conceptTerms[concept]);
        }
        var surfaces = _surfaces.Keys.Order(StringComparer.Ordinal).ToArray();
        var terms = new Dictionary<string, int>(_terms, StringComparer.Ordinal);
        terms.TrimExcess();
        return new LanguageIndex
        {
            Language = _language,
            ArticleOf = [.. _articleOf],
            Terms = terms,
            ConceptTerms = _conceptTerms,
            Idf = idf,
            IdfMax = idfMax,
            PostingStarts = starts,
            PostingDocs = docs,
            PostingImpacts = impacts,
            Surfaces = surfaces,
            SurfaceTerms = Array.ConvertAll(surfaces, surface => _surfaces[surface]),
            Typos = new TypoIndex(surfaces),
            PassageStarts = [.. _passageStarts],
            WordStarts = [.. _wordStarts],
            ExtraStarts = [.. _extraStarts],
            PassageTerms = [.. _passageTerms],
            Gists = _gists.ToDictionary(pair => pair.Key, pair => pair.Value.Order().ToArray()),
            IsName = IsName(),
            PassageLengthMean = Math.Max(1, (float)_passageTerms.Count / Math.Max(1, _extraStarts.Count)),
        };
    }

    private bool[] IsName()
    {
        var isName = new bool[_terms.Count];
        foreach (var name in _names)
            if (_surfaces.TryGetValue(name, out var term)) isName[term] = true;
        return isName;
    }

    private void NoteGist(string text)
    {
        _query.Read(text);
        var gist = QueryPlanner.GistOf(_query, _language, _concepts);
        if (gist == 0)
            return;
        if (!_gists.TryGetValue(gist, out var documents))
            _gists[gist] = documents = [];
        documents.Add(_articleOf.Count - 1);
    }

    private void BeginPassage() => _wordStarts.Add(_passageTerms.Count);

    private void EndPassage(IEnumerable<int> words, IEnumerable<int> extras)
    {
        _passageTerms.AddRange(words);
        _extraStarts.Add(_passageTerms.Count);
        _passageTerms.AddRange(extras);
    }

    private List<int> Read(string text, Dictionary<int, FieldCounts> counts, Field field, out List<int> concepts)
    {
        var stems = new List<string>();
        var terms = new List<int>();
        foreach (var word in Words.Of(text))
        {
            var stem = Stemming.Stem(_language, word);
            var term = TermOf(stem);
            stems.Add(stem);
            terms.Add(term);
            _surfaces.TryAdd(word, term);
        }
        concepts = FindConcepts(stems);
        foreach (var stem in stems)
        {
            if (Roots.Has(stem))
                concepts.Add(TermOf(Roots.Of(stem)));
        }
        foreach (var term in terms)
            Count(counts, term, field);
        foreach (var term in concepts)
            Count(counts, term, field);
        return terms;
    }

    private List<int> FindConcepts(List<string> stems)
    {
        var found = new List<int>();
        foreach (var (_, _, concept) in _concepts.FindIn(_language, stems))
        {
            if (_conceptTerms[concept] < 0)
                _conceptTerms[concept] = TermOf("\u0001" + concept.ToString(System.Globalization.CultureInfo.InvariantCulture));
            found.Add(_conceptTerms[concept]);
        }
        return found;
    }

    private int TermOf(string stem)
    {
        if (!_terms.TryGetValue(stem, out var term))
            _terms[stem] = term = _terms.Count;
        return term;
    }

    private static void Count(Dictionary<int, FieldCounts> counts, int term, Field field)
    {
        ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, term, out _);
        count.Add(field);
    }

    private float[] InverseFrequencies(out float idfMax)
    {
        var frequencies = new int[_terms.Count];
        foreach (var term in _documents.SelectMany(document => document.Keys))
            frequencies[term]++;
        var n = _documents.Count;
        idfMax = Idf(n, 0);
        return Array.ConvertAll(frequencies, frequency => Idf(n, frequency));
    }

    private static float Idf(int n, int frequency) => (float)Math.Log(1 + ((n - frequency + 0.5) / (frequency + 0.5)));

    /// <summary>BM25F: counts of each field, discounted by its length and weighted, are added before saturation.</summary>
    private (int[] Starts, int[] Docs, float[] Impacts) Postings(float[] idf)
    {
        Span<double> lengthMeans = stackalloc double[FieldCounts.Fields];
        foreach (var document in _documents)
        {
            foreach (var counts in document.Values)
                counts.AddTo(lengthMeans);
        }
        for (var f = 0; f < FieldCounts.Fields; f++)
            lengthMeans[f] = Math.Max(1e-9, lengthMeans[f] / Math.Max(1, _documents.Count));
        var byTerm = new List<(int Doc, float Impact)>?[_terms.Count];
        Span<double> factors = stackalloc double[FieldCounts.Fields];
        Span<double> lengths = stackalloc double[FieldCounts.Fields];
        for (var doc = 0; doc < _documents.Count; doc++)
        {
            lengths.Clear();
            foreach (var counts in _documents[doc].Values)
                counts.AddTo(lengths);
            for (var f = 0; f < FieldCounts.Fields; f++)
                factors[f] = WeightOf((Field)f) / Math.Max(0.01, 1 - _options.LengthDiscount + (_options.LengthDiscount * lengths[f] / lengthMeans[f]));
            foreach (var (term, counts) in _documents[doc])
            {
                var frequency = counts.Dot(factors);
                var learnt = _learnt[doc].GetValueOrDefault(term) * _options.LearntWeight;
                (byTerm[term] ??= []).Add((doc, (float)(idf[term] * ((frequency * (_options.Saturation + 1) / (frequency + _options.Saturation)) + learnt))));
            }
            foreach (var (term, weight) in _learnt[doc])
            {
                if (!_documents[doc].ContainsKey(term))
                    (byTerm[term] ??= []).Add((doc, (float)(idf[term] * weight * _options.LearntWeight)));
            }
        }
        return Flatten(byTerm);
    }

    private static (int[] Starts, int[] Docs, float[] Impacts) Flatten(List<(int Doc, float Impact)>?[] byTerm)
    {
        var starts = new int[byTerm.Length + 1];
        for (var term = 0; term < byTerm.Length; term++)
            starts[term + 1] = starts[term] + (byTerm[term]?.Count ?? 0);
        var docs = new int[starts[^1]];
        var impacts = new float[starts[^1]];
        for (var term = 0; term < byTerm.Length; term++)
        {
            var at = starts[term];
            foreach (var (doc, impact) in byTerm[term] ?? [])
                (docs[at], impacts[at++]) = (doc, impact);
        }
        return (starts, docs, impacts);
    }

    private double WeightOf(Field field) => field switch
    {
        Field.Title => _options.TitleWeight,
        Field.Tag => _options.TagWeight,
        Field.Heading => _options.HeadingWeight,
        _ => 1,
    };

    private enum Field
    {
        Title = 0,
        Tag = 1,
        Heading = 2,
        Body = 3,
    }

    private struct FieldCounts
    {
        public const int Fields = 4;
        private int _title;
        private int _tag;
        private int _heading;
        private int _body;

        public void Add(Field field)
        {
            switch (field)
            {
                case Field.Title: _title++; break;
                case Field.Tag: _tag++; break;
                case Field.Heading: _heading++; break;
                default: _body++; break;
            }
        }

        public readonly void AddTo(Span<double> sums)
        {
            sums[0] += _title;
            sums[1] += _tag;
            sums[2] += _heading;
            sums[3] += _body;
        }

        public readonly double Dot(ReadOnlySpan<double> factors) =>
            (_title * factors[0]) + (_tag * factors[1]) + (_heading * factors[2]) + (_body * factors[3]);
    }
}
