using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using Countersign.Decisions;

namespace Countersign.AspNetCore.Passwords;

/// <summary>The content of an htpasswd file. Immutable.</summary>
public sealed class HtpasswdFile : IPasswordTable
{
    private const int ManyCosts = 3;
    private readonly PasswordTable _table;

    private HtpasswdFile(Dictionary<string, StoredPassword> users, List<HtpasswdProblem> problems)
    {
        _table = new(users.Values);
        if (Costs.Length > ManyCosts)
            problems.Add(new(0, $"the file mixes hashes of {Costs.Length} different costs, and every check spends them all", false));
        if (Costs.Any(cost => cost.NeedsLibCrypt) && !LibCrypt.IsAvailable)
            problems.Add(new(0, LibCrypt.Missing, true));
        Problems = [.. problems];
    }

    /// <summary>What is wrong or weak in it.</summary>
    public ImmutableArray<HtpasswdProblem> Problems { get; }

    /// <summary>How many users it has.</summary>
    public int Count => _table.Count;

    /// <inheritdoc/>
    public ImmutableArray<PasswordHash> Costs => _table.Costs;

    /// <summary>Reads the content of a file: UTF-8, and ISO-8859-1 where it is not.</summary>
    public static HtpasswdFile Parse(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("\uFEFF"u8))
            content = content[3..];
        return Parse(Utf8.IsValid(content) ? Encoding.UTF8.GetString(content) : Encoding.Latin1.GetString(content));
    }

    /// <summary>Reads the text of a file.</summary>
    public static HtpasswdFile Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var users = new Dictionary<string, StoredPassword>(StringComparer.Ordinal);
        var problems = new List<HtpasswdProblem>();
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = raw.Trim();
            if (line.IsEmpty || line[0] == '#')
                continue;
            Add(users, problems, number, line);
        }

        return new(users, problems);
    }

    /// <inheritdoc/>
    public bool TryFind(string user, [NotNullWhen(true)] out StoredPassword? stored) => _table.TryFind(user, out stored);

    /// <inheritdoc/>
    public string? Hint(string user) => _table.Hint(user);

    private static void Add(Dictionary<string, StoredPassword> users, List<HtpasswdProblem> problems, int number, ReadOnlySpan<char> line)
    {
        var colon = line.IndexOf(':');
        if (!Nfc.TryNormalize((colon < 0 ? line : line[..colon]).ToString(), out var user))
        {
            problems.Add(new(number, "the user name has a code point that no text has, such as U+FFFE", true));
            return;
        }

        if (user.Length == 0)
        {
            problems.Add(new(number, "there is no user name before the colon", true));
            return;
        }

        var rest = colon < 0 ? [] : line[(colon + 1)..];
        var end = rest.IndexOf(':');
        var hash = PasswordHash.Parse((end < 0 ? rest : rest[..end]).ToString());

        // Apache's rule: the first line of a user counts.
        if (!users.TryAdd(user, new(hash, new Subject(user))))
        {
            problems.Add(new(number, "the user has an earlier line, and that one counts", true));
            return;
        }

        if (hash.Advice is { } advice)
            problems.Add(new(number, advice, hash.Kind == HashKind.Unsupported));
    }
}
