using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Lab.Simulator;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Keys;
using Countersign.WebConsole.Pages.Playground;
using Microsoft.AspNetCore.WebUtilities;

namespace Countersign.WebConsole.Pages.Simulator;

/// <summary>What answers to earlier requests of a visit give to later ones: members of JSON, parameters of Location, cookies, the nonce of proofs.</summary>
internal sealed partial class TrialMemory(TimeProvider clock)
{
    private const int MostRead = 64 * 1024;

    private readonly Dictionary<string, List<string>> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, string? Path), string> _cookies = [];
    private readonly Lazy<(SigningKey Key, DpopProofWriter Proofs)> _key = new(() => SigningKey.Create(JwsAlgorithm.ES256) is var key ? (key, new(key)) : default);
    private string? _nonce;

    /// <summary>The key of its proofs.</summary>
    public Secret Key => JwkWriter.WritePrivate(_key.Value.Key);

    /// <summary>The cookies that were set and not taken away; empty for none.</summary>
    public string Cookies => string.Join("; ", _cookies.Select(cookie => $"{cookie.Key.Name}={cookie.Value}"));

    /// <summary>Takes in what an answer says.</summary>
    public async Task LearnAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var fields = answer.Headers.NonValidated;
        _nonce = fields.TryGetValues("DPoP-Nonce", out var nonces) ? nonces.ToString() : _nonce;
        if (answer.Headers.Location is { IsAbsoluteUri: true } location)
        {
            foreach (var (name, value) in QueryHelpers.ParseQuery(location.Query))
                Keep(name, value.ToString());
        }

        if (fields.TryGetValues("Set-Cookie", out var lines))
        {
            foreach (var line in lines)
                KeepCookie(line);
        }

        if (answer.Content.Headers.ContentType?.MediaType != "application/json" || answer.Content.Headers.ContentLength is > MostRead)
            return;
        try
        {
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancel));
            foreach (var member in json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String) : [])
                Keep(member.Name, member.Value.GetString()!);
        }
        catch (JsonException)
        {
            // Some are broken on purpose.
        }
    }

    /// <summary>A call with what is known in its places; for what is not known there stands a variable.</summary>
    public SimulatedCall Fill(SimulatedCall call) => call with
    {
        Target = Fill(call.Target),
        Content = call.Content is { } content ? Fill(content) : null,
        Fields = [.. call.Fields.Select(field => (field.Name, Fill(field.Value)))],
    };

    /// <summary>A proof for a call that is filled.</summary>
    public string ProofOf(SimulatedCall call, Uri url) =>
        _key.Value.Proofs.Write(call.Method, url, clock.GetUtcNow(), call.Fields.FirstOrDefault(field => field.Name == "Authorization").Value?.Split(' ')[^1], _nonce);

    // Content of JSON has braces, too: there, no word alone stands in them.
    private string Fill(string text) => Place().Replace(text, match =>
    {
        var name = match.Groups["name"].Value;
        if (name == "jkt")
            return _key.Value.Proofs.Thumbprint;
        return _known.TryGetValue(name, out var values) ? match.Groups["at"].Success ? values[0] : values[^1] : Variables.Mark(name.ToUpperInvariant());
    });

    private void Keep(string name, string value)
    {
        if (!_known.TryGetValue(name, out var values))
            _known[name] = values = [];
        values.Add(value);
    }

    private void KeepCookie(string line)
    {
        var parts = line.Split(';', StringSplitOptions.TrimEntries);
        if (parts[0].Split('=', 2) is not [var name, var value])
            return;

        // RFC 6265 §5.3: it is another cookie at another path, and taking that away leaves it.
        var cookie = (name, parts.FirstOrDefault(part => part.StartsWith("Path=", StringComparison.OrdinalIgnoreCase))?["Path=".Length..]);
        if (parts.Contains("Max-Age=0", StringComparer.OrdinalIgnoreCase))
            _cookies.Remove(cookie);
        else
            _cookies[cookie] = value;
    }

    [GeneratedRegex(@"\{(?<name>\w+)(?<at>@0)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
