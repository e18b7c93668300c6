using System.Collections.Immutable;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Intake;

/// <summary>Makes messages of a recording of what readers find. Behind it there are no secrets: one for each recording, through which everything goes.</summary>
internal sealed class MessageIntake
{
    private readonly FieldIntake _fields;
    private readonly TargetIntake _targets;
    private readonly ContentIntake _contents;

    public MessageIntake()
    {
        var credentials = new CredentialsIntake(new());
        _targets = new(credentials);
        _fields = new(credentials, _targets);
        _contents = new(credentials);
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
        var (shownTarget, inTarget) = _targets.Take(target);
        var (fields, inFields) = _fields.Take(lines);
        var (shownContent, inContent) = _contents.Take(content, fields.First("Content-Type"), LengthOf(fields), isWhole);
        var (shownUrl, inUrl) = url is null ? (AddressOf(shownTarget, fields), ImmutableArray<PresentedCredentials>.Empty) : _targets.Take(url);
        return new()
        {
            Method = method,
            Target = shownTarget,
            Url = Uri.TryCreate(shownUrl, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null,
            Version = version,
            Fields = fields,
            Content = shownContent,
            Credentials = [.. inFields, .. inTarget.IsEmpty ? inUrl : inTarget, .. inContent],
        };
    }

    /// <summary>An answer.</summary>
    public RecordedResponse Response(int status, string reason, string? version, IReadOnlyCollection<MessageField> lines, ReadOnlyMemory<byte> content = default, bool isWhole = true)
    {
        var (fields, _) = _fields.Take(lines);
        return new()
        {
            Status = status,
            Reason = reason,
            Version = version,
            Fields = fields,
            Content = _contents.Take(content, fields.First("Content-Type"), LengthOf(fields), isWhole).Shown,
        };
    }

    private static long? LengthOf(MessageFields fields) => long.TryParse(fields.First("Content-Length"), out var length) && length >= 0 ? length : null;

    private static string? AddressOf(string target, MessageFields fields) =>
        target.Contains("://", StringComparison.Ordinal) ? target : fields.First("Host") is { Length: > 0 } host && target.StartsWith('/') ? $"https://{host}{target}" : null;
}
