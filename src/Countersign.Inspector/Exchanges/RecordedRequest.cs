using System.Collections.Immutable;

namespace Countersign.Inspector.Exchanges;

/// <summary>A request as it was sent, without its secrets.</summary>
public sealed record RecordedRequest
{
    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The request target as it stood on the wire, its secrets as <c>***</c> (RFC 9112 §3.2).</summary>
    public required string Target { get; init; }

    /// <summary>The whole address; null where neither target nor Host tell it.</summary>
    public Uri? Url { get; init; }

    /// <summary>Such as <c>HTTP/1.1</c>; null where nobody knows.</summary>
    public string? Version { get; init; }

    /// <summary>The fields.</summary>
    public MessageFields Fields { get; init; } = MessageFields.None;

    /// <summary>The content.</summary>
    public MessageContent Content { get; init; } = MessageContent.None;

    /// <summary>What it shows of who sends it, wherever it stands. Where a place shows nothing there is no row.</summary>
    public ImmutableArray<PresentedCredentials> Credentials { get; init; } = [];

    /// <summary>Whether it travels where anybody can read it; null where nobody knows.</summary>
    public bool? IsCleartext => Url is null ? null : Url.Scheme == Uri.UriSchemeHttp;

    /// <summary>Whether it shows anything of who sends it.</summary>
    public bool HasCredentials => !Credentials.IsEmpty;
}
