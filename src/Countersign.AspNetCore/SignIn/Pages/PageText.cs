using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>The pages in one language.</summary>
/// <param name="Language">Its tag (BCP 47), for the pages' <c>lang</c>.</param>
/// <param name="Standard">What it says of itself.</param>
/// <param name="Own">What a theme says instead.</param>
internal sealed record PageText(string Language, Func<Phrase, string> Standard, FrozenDictionary<Phrase, string> Own)
{
    /// <summary>The names of all phrases, as themes write them.</summary>
    public static ImmutableDictionary<string, Phrase> Names { get; } = Enum.GetValues<Phrase>().ToImmutableDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>English without a theme's word.</summary>
    public static PageText English { get; } = new("en", EnglishPhrases.Of, FrozenDictionary<Phrase, string>.Empty);

    /// <summary>German without a theme's word.</summary>
    public static PageText German { get; } = new("de", GermanPhrases.Of, FrozenDictionary<Phrase, string>.Empty);

    /// <summary>A phrase with its holes filled: plain text, not yet HTML.</summary>
    public string Say(Phrase phrase, params ReadOnlySpan<(string Hole, string Filling)> holes)
    {
        var text = Own.TryGetValue(phrase, out var own) ? own : Standard(phrase);

        // From left to right, so that a filling with braces in it is none of ours.
        var at = 0;
        while (!holes.IsEmpty && text.IndexOf('{', at) is >= 0 and var open && text.IndexOf('}', open) is >= 0 and var close)
        {
            at = open + 1;
            foreach (var (hole, filling) in holes)
            {
                if (!text.AsSpan(open + 1, close - open - 1).SequenceEqual(hole))
                    continue;
                text = string.Concat(text.AsSpan(0, open), filling, text.AsSpan(close + 1));
                at = open + filling.Length;
                break;
            }
        }

        return text;
    }

    /// <summary>How long to wait: never less than it is, in the unit that people would choose.</summary>
    public string Wait(TimeSpan wait)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        return seconds switch
        {
            1 => Say(Phrase.OneSecond),
            < 120 => Counted(Phrase.Seconds, seconds),
            <= 120 * 60 => Counted(Phrase.Minutes, (seconds + 59) / 60),
            _ => Counted(Phrase.Hours, (seconds + 3599) / 3600),
        };
    }

    private string Counted(Phrase unit, long count) => Say(unit, ("count", count.ToString(CultureInfo.InvariantCulture)));

    private static string NameOf(Phrase phrase) =>
        string.Concat(phrase.ToString().Select((c, at) => char.IsUpper(c) && at > 0 ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
