using System.Text;

namespace Countersign.Inspector.Fixes;

/// <summary>Writes words so that a POSIX shell reads them as they are, secrets as variables.</summary>
/// <param name="reveals">Whether secrets are written out.</param>
internal sealed class ShellWord(bool reveals)
{
    private readonly List<(string Secret, string Variable)> _variables = [];

    /// <summary>The variables that were written, with what each stands for.</summary>
    public SortedSet<string> Used { get; } = new(StringComparer.Ordinal);

    /// <summary>Has a variable stand for a secret wherever it occurs.</summary>
    public void Hide(string secret, string variable)
    {
        if (!reveals && secret.Length > 0 && !_variables.Exists(each => each.Secret == secret))
            _variables.Add((secret, variable));
    }

    /// <summary>Has a variable of its own number stand for a secret.</summary>
    public void Hide(string secret) => Hide(secret, $"COUNTERSIGN_SECRET_{_variables.Count(each => each.Variable.StartsWith("COUNTERSIGN_SECRET_", StringComparison.Ordinal)) + 1}");

    /// <summary>A word.</summary>
    public string Of(string text)
    {
        var word = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            // The first that occurs; of several at one place the longest.
            var next = _variables.Select(each => (each.Secret, each.Variable, At: text.IndexOf(each.Secret, at, StringComparison.Ordinal)))
                .Where(each => each.At >= 0).OrderBy(each => each.At).ThenByDescending(each => each.Secret.Length).FirstOrDefault();
            var end = next.Secret is null ? text.Length : next.At;
            if (end > at)
                word.Append(Quoted(text[at..end]));
            if (next.Secret is null)
                break;
            word.Append("\"$").Append(next.Variable).Append('"');
            Used.Add(next.Variable);
            at = end + next.Secret.Length;
        }

        return word.Length == 0 ? "''" : word.ToString();
    }

    /// <summary>A text without secrets.</summary>
    public static string Quoted(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@%+,".Contains(c, StringComparison.Ordinal)) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
