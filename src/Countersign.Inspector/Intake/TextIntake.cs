using System.Text.RegularExpressions;

namespace Countersign.Inspector.Intake;

/// <summary>Takes secrets out of any text: those that were seen before, those that look like one, and those that a name announces.</summary>
/// <param name="known">The secrets that were seen before.</param>
internal sealed class TextIntake(KnownSecrets known)
{
    private const int MaxRemembered = 4096;
    private const int MaxLength = 1024;
    private const int MaxSent = 8;

    // Messages of one recording say the same again and again.
    private readonly Dictionary<(string Text, TextKind Kind), string> _seen = [];

    /// <summary>The text as it may be shown.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isGrammar">Whether names and values in it are those of a grammar that must stay as it is, such as a challenge.</param>
    public string Take(string text, bool isGrammar = false) => Take(text, isGrammar ? TextKind.Grammar : TextKind.Any);

    /// <summary>A value of a grammar, such as a challenge or a claim, as it may be shown: words of it stay, what a name in it announces as a secret does not.</summary>
    public string TakeValue(string text) => Take(text, TextKind.Value);

    /// <summary>What somebody sends, as it may be shown. What a name in it announces is remembered: the answer may repeat it.</summary>
    public string TakeSent(string text)
    {
        var hidden = new List<string>();
        var shown = ByLooks(known.Hide(text), TextKind.Any, hidden.Add);
        foreach (var secret in hidden.Take(MaxSent))
            known.AddTyped(JsonText.Unescaped(secret));
        return hidden.Count == 0 ? shown : known.Hide(shown);
    }

    private string Take(string text, TextKind kind)
    {
        if (text.Length == 0)
            return text;

        // What is known to be secret grows; what looks like a secret stays the same.
        text = known.Hide(text);
        if (text.Length > MaxLength)
            return ByLooks(text, kind);
        if (!_seen.TryGetValue((text, kind), out var shown))
        {
            shown = ByLooks(text, kind);
            if (_seen.Count < MaxRemembered)
                _seen.Add((text, kind), shown);
        }

        return shown;
    }

    /// <summary>The text without what looks like a secret and what a name announces as one, where none are known.</summary>
    public static string ByLooks(string text, bool isGrammar = false) => ByLooks(text, isGrammar ? TextKind.Grammar : TextKind.Any);

    /// <summary>The same of a value of a grammar, such as a challenge.</summary>
    public static string ValueByLooks(string text) => ByLooks(text, TextKind.Value);

    private static string ByLooks(string text, TextKind kind, Action<string>? taken = null)
    {
        try
        {
            var shown = LooseSecrets.Hide(text);
            return kind == TextKind.Grammar ? shown : SaidSecrets.Hide(PathSecrets.Hide(NamedSecrets.Hide(shown, kind == TextKind.Value, taken)));
        }
        catch (RegexMatchTimeoutException)
        {
            // What can't be looked through is not shown.
            return "***";
        }
    }

    private enum TextKind
    {
        /// <summary>Whatever people and programs write.</summary>
        Any,

        /// <summary>Names and values that stay as they are.</summary>
        Grammar,

        /// <summary>Values, among which somebody may have put a secret.</summary>
        Value,
    }
}
