using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Reading;

namespace Countersign.Inspector.Intake;

/// <summary>Makes messages of a recording of what readers find. Behind it there are no secrets: one for each recording, through which everything goes.</summary>
internal sealed partial class MessageIntake
{
    private const int MaxTarget = 32 * 1024;

    private readonly FieldIntake _fields;
    private readonly TargetIntake _targets;
    private readonly ContentIntake _contents;
    private readonly TextIntake _text;
    private readonly CredentialsIntake _credentials;
    private readonly GivenSecrets _given;

    /// <param name="problems">Takes what is left out; null where nobody looks.</param>
    /// <param name="given">The secrets that are known beforehand; null for none.</param>
    /// <param name="marks">The marks of secrets; null for marks that no other recording has.</param>
    public MessageIntake(ReadingProblems? problems = null, GivenSecrets? given = null, Marks? marks = null)
    {
        _given = given ?? new();
        var known = new KnownSecrets(_given);
        _text = new(known);
        _credentials = new(marks ?? new(), known, _text);
        _targets = new(_credentials, _text);
        _fields = new(_credentials, _targets, _text, problems, _given);
        _contents = new(_credentials, _text);
    }

    /// <summary>A request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">The request target as it stood on the wire.</param>
    /// <param name="url">The whole address; null to make it of target and Host, as over https.</param>
    /// <param name="version">Such as <c>HTTP/1.1</c>.</param>
    /// <param name="lines">The field lines.</param>
    /// <param name="content">What is known of the content.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    public RecordedRequest Request(string method, string target, string? url, string? version, IReadOnlyCollection<MessageField> lines, ReadOnlyMemory<byte> content = default, bool isWhole = true)
    {
        var (shownTarget, inTarget) = _targets.Take(Cut(target));
        var (fields, inFields) = _fields.Take(lines);
        var (shownContent, inContent) = _contents.Take(content, fields, isWhole, isSent: true);
        var (shownUrl, inUrl) = url is null ? (AddressOf(shownTarget, fields), ImmutableArray<PresentedCredentials>.Empty) : _targets.Take(Cut(url));

        // The query stands in both; userinfo in the address alone.
        var inAddress = inTarget.IsEmpty ? inUrl : [.. inUrl.Where(each => each.Place == CredentialsPlace.Userinfo && !inTarget.Any(other => other.Place == CredentialsPlace.Userinfo)), .. inTarget];
        return new()
        {
            Method = Method().IsMatch(method) ? method : "?",
            Target = shownTarget,
            Url = Uri.TryCreate(shownUrl, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null,
            Version = VersionOf(version),
            Fields = fields,
            Content = shownContent,
            Credentials = [.. inFields, .. inAddress, .. inContent],
        };
    }

    /// <summary>An answer.</summary>
    public RecordedResponse Response(int status, string reason, string? version, IReadOnlyCollection<MessageField> lines, ReadOnlyMemory<byte> content = default, bool isWhole = true)
    {
        var (fields, _) = _fields.Take(lines);
        return new()
        {
            Status = status,
            Reason = _text.Take(Prefix.Of(reason, 200)),
            Version = VersionOf(version),
            Fields = fields,
            Content = _contents.Take(content, fields, isWhole, isSent: false).Shown,
        };
    }

    /// <summary>A token that is given beside the recording. Wherever it stands in it, it is hidden.</summary>
    public GivenToken? Give(string? token)
    {
        if (token is null)
            return null;
        _given.Add(token);
        var presented = _credentials.OfValue(CredentialsPlace.Authorization, "Authorization", token);
        return new(presented.Token ?? new() { Shape = TokenShape.Opaque }, presented.Mark, token.Length);
    }

    /// <summary>An address as it may be shown.</summary>
    public string Address(string url) => _targets.Take(Cut(url)).Shown;

    /// <summary>What a program says of itself, as it may be shown.</summary>
    public string Text(string text) => _text.Take(Prefix.Of(text, 500));

    /// <summary>An address with its port, or null for anything else.</summary>
    public static string? Peer(string address, string port) =>
        IPAddress.TryParse(address.Trim('[', ']'), out var ip) && ushort.TryParse(port, out var number) ? new IPEndPoint(ip, number).ToString() : null;

    private static string Cut(string text) => Prefix.Of(text, MaxTarget);

    private static string? VersionOf(string? version) => version?.Trim().ToUpperInvariant() switch
    {
        "HTTP/0.9" => "HTTP/0.9",
        "HTTP/1.0" => "HTTP/1.0",
        "HTTP/1.1" => "HTTP/1.1",
        "HTTP/2" or "HTTP/2.0" or "H2" or "H2C" => "HTTP/2",
        "HTTP/3" or "HTTP/3.0" or "H3" or "H3-29" or "HTTP/2+QUIC/46" => "HTTP/3",
        _ => null,
    };

    private static string? AddressOf(string target, MessageFields fields) =>
        target.Contains("://", StringComparison.Ordinal) ? target : fields.First("Host") is { Length: > 0 } host && target.StartsWith('/') ? $"https://{host}{target}" : null;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z_-]{0,23}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Method();
}
