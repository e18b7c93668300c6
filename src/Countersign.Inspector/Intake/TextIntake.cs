using System.Text.RegularExpressions;

namespace Countersign.Inspector.Intake;

/// <summary>Takes secrets out of any text: those that were seen before, those that look like one, and those that a name announces.</summary>
/// <param name="known">The secrets that were seen before.</param>
internal sealed class TextIntake(KnownSecrets known)
{
    /// <summary>The text as it may be shown.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isGrammar">Whether names and values in it are those of a grammar that must stay as it is, such as a challenge.</param>
    public string Take(string text, bool isGrammar = false)
    {
        if (text.Length == 0)
            return text;
        try
        {
            var shown = LooseSecrets.Hide(known.Hide(text));
            return isGrammar ? shown : NamedSecrets.Hide(shown);
        }
        catch (RegexMatchTimeoutException)
        {
            // What can't be looked through is not shown.
            return "***";
        }
    }
}
