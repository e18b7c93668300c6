using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks;

/// <summary>WWW-Authenticate or Proxy-Authenticate of an answer: what the core's reader makes of all its lines, and where in them it stands.</summary>
internal sealed partial class ChallengeField
{
    private readonly Exchange _exchange;
    private readonly ImmutableArray<MessageField> _lines;
    private string? _outline;
    private ImmutableArray<(int Start, int Length)> _schemes;
    private ILookup<string, WireFault>? _owned;
    private FrozenSet<WireFault>? _faults;
    private FrozenSet<string>? _kinds;

    private ChallengeField(Exchange exchange, string name, ChallengesReading reading)
    {
        (_exchange, Name, Reading) = (exchange, name, reading);
        _lines = [.. exchange.Response!.Fields.Lines.Where(line => line.Is(name))];
        Value = string.Join(", ", _lines.Select(line => line.Value));
        RestOfList = UnquotedList().Match(Outline) is { Success: true } match && !SchemeNames.IsCommon(match.Groups["rest"].Value) ? match : null;
        Offers = [.. reading.Challenges.Select((challenge, index) => new Offer(this, index, challenge)).Where(offer => !IsRestOfList(offer.Start))];
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Whether it speaks for a proxy.</summary>
    public bool IsProxy => Name == "Proxy-Authenticate";

    /// <summary>All lines joined.</summary>
    public string Value { get; }

    /// <summary>What the reader says.</summary>
    public ChallengesReading Reading { get; }

    /// <summary>The challenges, but for what is the rest of a list that lacks its quotes.</summary>
    public ImmutableArray<Offer> Offers { get; }

    /// <summary>A list that lacks its quotes, such as <c>qop=auth,auth-int</c>: what stands behind its comma reads like the name of a scheme.</summary>
    public Match? RestOfList { get; }

    /// <summary>The value with what stands within quotes blanked, so that what is found in it is no text of somebody's.</summary>
    public string Outline => _outline ??= OutlineOf(Value);

    private ImmutableArray<(int Start, int Length)> Schemes => _schemes.IsDefault ? _schemes = SchemesIn(Outline) : _schemes;

    /// <summary>Both fields of an answer, as far as they are there.</summary>
    public static ImmutableArray<ChallengeField> AllOf(Exchange exchange)
    {
        var found = ImmutableArray.CreateBuilder<ChallengeField>();
        foreach (var name in (ReadOnlySpan<string>)["WWW-Authenticate", "Proxy-Authenticate"])
        {
            if (exchange.Response?.Fields.Challenges(name) is { } reading)
                found.Add(new(exchange, name, reading));
        }

        return found.DrainToImmutable();
    }

    /// <summary>The faults that a check is to speak of.</summary>
    public IEnumerable<WireFault> FaultsOf(string check) => (_owned ??= Reading.Faults.Where(fault => FaultOwners.Of(this, fault) is not null).ToLookup(fault => FaultOwners.Of(this, fault)!, StringComparer.Ordinal))[check];

    /// <summary>Whether this very fault is among them.</summary>
    public bool Has(WireFault fault) => (_faults ??= Reading.Faults.ToFrozenSet()).Contains(fault);

    /// <summary>Whether there is a fault of this kind.</summary>
    public bool Has(string kind) => (_kinds ??= Reading.Faults.Select(fault => fault.Kind).ToFrozenSet(StringComparer.Ordinal)).Contains(kind);

    /// <summary>Whether what begins here is the rest of a list that lacks its quotes.</summary>
    public bool IsRestOfList(int start) => RestOfList is { } list && start == list.Groups["rest"].Index;

    /// <summary>The place of a fault.</summary>
    public Evidence At(WireFault fault) => At(fault.Start, fault.Length);

    /// <summary>A place, in the line that it stands in.</summary>
    public Evidence At(int start, int length)
    {
        var from = 0;
        foreach (var line in _lines)
        {
            if (start <= from + line.Value.Length || line == _lines[^1])
            {
                var at = Math.Clamp(start - from, 0, line.Value.Length);
                return On(line) with { Start = at, Length = Math.Clamp(length, 0, line.Value.Length - at) };
            }

            from += line.Value.Length + 2;
        }

        return Whole();
    }

    /// <summary>The field as it stands.</summary>
    public Evidence Whole() => _lines.Length == 1 ? On(_lines[0]) : new(_exchange.Index, $"response {Name}", Value);

    /// <summary>Where the scheme of a challenge stands.</summary>
    public (int Start, int Length) PlaceOf(int index) => index < Schemes.Length ? Schemes[index] : (0, 0);

    /// <summary>Where a parameter of a challenge stands, from its name to the end of its value; the scheme where there is none.</summary>
    public (int Start, int Length) PlaceOf(int index, string parameter)
    {
        var (start, length) = PlaceOf(index);
        var end = index + 1 < Schemes.Length ? Schemes[index + 1].Start : Outline.Length;
        foreach (var match in Parameters().EnumerateMatches(Outline, start))
        {
            if (match.Index >= end)
                break;
            if (Outline.AsSpan(match.Index, match.Length).StartsWith(parameter, StringComparison.OrdinalIgnoreCase) && " \t=".Contains(Outline[match.Index + parameter.Length], StringComparison.Ordinal))
                return (match.Index, match.Length);
        }

        return (start, length);
    }

    private Evidence On(MessageField line) => new(_exchange.Index, $"response {Name}", line.Value) { Line = line.Line };

    // What stands at the start of an element and is no parameter is the name of a scheme.
    private static ImmutableArray<(int Start, int Length)> SchemesIn(string outline)
    {
        var found = ImmutableArray.CreateBuilder<(int, int)>();
        for (var at = 0; at < outline.Length; at++)
        {
            var start = at = AfterBlanks(outline, at);
            while (at < outline.Length && WireChars.IsToken(outline.AsSpan(at, 1)))
                at++;
            var behind = AfterBlanks(outline, at);
            if (at > start && (at == outline.Length || outline[at] is ' ' or '\t' or ',') && (behind == outline.Length || outline[behind] != '='))
                found.Add((start, at - start));
            at = outline.IndexOf(',', at) is >= 0 and var comma ? comma : outline.Length;
        }

        return found.DrainToImmutable();
    }

    private static int AfterBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        return at;
    }

    private static string OutlineOf(string value)
    {
        var outline = value.ToCharArray();
        var isWithin = false;
        for (var i = 0; i < outline.Length; i++)
        {
            if (outline[i] == '"')
                isWithin = !isWithin;
            else if (isWithin)
            {
                if (outline[i] == '\\' && i + 1 < outline.Length)
                    outline[i++] = '\0';
                outline[i] = '\0';
            }
        }

        return new(outline);
    }

    [GeneratedRegex(@"(?<![\w!#$%&'*+.^`|~-])[\w!#$%&'*+.^`|~-]+[ \t]*=[ \t]*(""\0*""?|[^ \t,;""]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameters();

    // In "a=1, Bar" Bar is a scheme; without the blank, or behind qop, it is what somebody forgot to quote.
    [GeneratedRegex(@"(?<![\w-])(?<name>(?<qop>qop)|[\w-]+)=(?<first>[\w.:-]+)(?(qop)[ \t]*),(?(qop)[ \t]*)(?<rest>(?(qop)auth(-int)?|[a-z][\w.:-]*))(?=[ \t]*(,|$))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnquotedList();
}
