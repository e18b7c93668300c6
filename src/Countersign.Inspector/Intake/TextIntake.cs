using System.Text.RegularExpressions;

namespace Countersign.Inspector.Intake;

/// <summary>Takes secrets out of any text: those that were seen before, those that look like one, and those that a name announces.</summary>
/// <param name="known">The secrets that were seen before.</param>
internal sealed class TextIntake(KnownSecrets known)
{
    private const int MaxRemembered = 4096;
    private const int MaxLength = 1024;

    // Messages of one recording say the same again and again.
    private readonly Dictionary<(string Text, bool IsGrammar), string> _seen = [];

    /// <summary>The text as it may be shown.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isGrammar">Whether names and values in it are those of a grammar that must stay as it is, such as a challenge.</param>
    public string Take(string text, bool isGrammar = false)
    {
        if (text.Length == 0)
            return text;

        // What is known to be secret grows; what looks like a secret stays the same.
        text = known.Hide(text);
        if (text.Length > MaxLength)
            return ByLooks(text, isGrammar);
        if (!_seen.TryGetValue((text, isGrammar), out var shown))
        {
            shown = ByLooks(text, isGrammar);
            if (_seen.Count < MaxRemembered)
                _seen.Add((text, isGrammar), shown);
        }

        return shown;
    }

    /// <summary>The text without what looks like a secret and what a name announces as one, where none are known.</summary>
    public static string ByLooks(string text, bool isGrammar = false)
    {
        try
        {
            var shown = LooseSecrets.Hide(text);
            return isGrammar ? shown : NamedSecrets.Hide(shown);
        }
        catch (RegexMatchTimeoutException)
        {
            // What can't be looked through is not shown.
            return "***";
        }
    }
}
