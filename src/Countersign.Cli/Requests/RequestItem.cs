using System.Runtime.InteropServices;
using System.Text;

namespace Countersign.Cli.Requests;

/// <summary>One word behind the address, as HTTPie has them. A backslash before a sign that separates makes it a part of the name.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Name">The name; empty for the whole content.</param>
/// <param name="Value">The value, or the file.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RequestItem(RequestItemKind Kind, string Name, string Value)
{
    // Of those that stand at one place the longest counts.
    private static readonly (string Sign, RequestItemKind Kind)[] Signs =
    [
        (":=@", RequestItemKind.JsonOfFile),
        ("=@", RequestItemKind.TextOfFile),
        (":=", RequestItemKind.Json),
        ("==", RequestItemKind.Query),
        ("=", RequestItemKind.Text),
        (":", RequestItemKind.Field),
        (";", RequestItemKind.Field),
        ("@", RequestItemKind.Upload),
    ];

    /// <summary>Whether it makes a part of the content.</summary>
    public bool IsOfContent => Kind is not (RequestItemKind.Field or RequestItemKind.NoField or RequestItemKind.Query);

    /// <summary>Reads a word; null when it is none of them.</summary>
    public static RequestItem? Read(string word)
    {
        var name = new StringBuilder();
        for (var at = 0; at < word.Length; at++)
        {
            if (word[at] == '\\' && at + 1 < word.Length && (word[at + 1] == '\\' || IsSign(word[at + 1])))
            {
                name.Append(word[++at]);
                continue;
            }

            foreach (var (sign, kind) in Signs)
            {
                if (word.AsSpan(at).StartsWith(sign, StringComparison.Ordinal) && (sign != ";" || at + 1 == word.Length))
                    return Make(kind, sign, name.ToString(), word[(at + sign.Length)..]);
            }

            name.Append(word[at]);
        }

        return null;
    }

    private static RequestItem? Make(RequestItemKind kind, string sign, string name, string value) => (kind, name, value) switch
    {
        (RequestItemKind.Upload, "", { Length: > 0 }) => new(RequestItemKind.Content, "", value),
        (_, "", _) => null,
        (RequestItemKind.Field, _, "") when sign == ":" => new(RequestItemKind.NoField, name, ""),
        (RequestItemKind.Field, _, _) => new(kind, name, value.Trim(' ', '\t')),
        _ => new(kind, name, value),
    };

    private static bool IsSign(char c) => c is ':' or '=' or ';' or '@';
}
