using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Lab.Simulator;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>What a visitor keeps of the answers for the requests that follow: members of JSON, parameters of Location, the newest nonce for proofs.</summary>
internal sealed partial class VisitMemory
{
    private readonly Dictionary<string, List<string>> _known = new(StringComparer.Ordinal);
    private readonly Lazy<DpopProofWriter> _proofs = new(() => new(SigningKey.Create(JwsAlgorithm.ES256)));
    private string? _nonce;

    /// <summary>Takes in what an answer says.</summary>
    public void Learn(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return;
        var (head, content) = (answer[..end].Split("\r\n"), answer[(end + 4)..]);
        _nonce = Value(head, "DPoP-Nonce") ?? _nonce;
        if (Value(head, "Location") is { } location && Uri.TryCreate(location, UriKind.Absolute, out var url))
        {
            var query = System.Web.HttpUtility.ParseQueryString(url.Query);
            foreach (var name in query.AllKeys.OfType<string>())
                Keep(name, query[name]!);
        }

        if (Value(head, "Content-Type") != "application/json" || !content.StartsWith('{'))
            return;
        using var json = JsonDocument.Parse(content);
        foreach (var member in json.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String))
            Keep(member.Name, member.Value.GetString()!);
    }

    /// <summary>A call with what is known in its places.</summary>
    public SimulatedCall Fill(SimulatedCall call, Uri url)
    {
        var filled = call with
        {
            Target = Fill(call.Target),
            Content = call.Content is { } content ? Fill(content) : null,
            Fields = [.. call.Fields.Select(field => (field.Name, Fill(field.Value)))],
        };
        if (!call.Proves)
            return filled;
        var token = filled.Fields.FirstOrDefault(field => field.Name == "Authorization").Value?.Split(' ')[^1];
        return filled.With("DPoP", _proofs.Value.Write(call.Method, new(url, filled.Target), TimeProvider.System.GetUtcNow(), token, _nonce));
    }

    private string Fill(string text) => Place().Replace(text, match => match.Groups["name"].Value == "jkt" ? _proofs.Value.Thumbprint : Known(match.Groups["name"].Value, match.Groups["at"].Success));

    private string Known(string name, bool isFirst)
    {
        Assert.True(_known.TryGetValue(name, out var values), $"No answer had {name}.");
        return isFirst ? values[0] : values[^1];
    }

    private void Keep(string name, string value)
    {
        if (!_known.TryGetValue(name, out var values))
            _known[name] = values = [];
        values.Add(value);
    }

    private static string? Value(string[] head, string name) => head.Where(line => line.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 2)..]).FirstOrDefault();

    [GeneratedRegex(@"\{(?<name>\w+)(?<at>@0)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
