using System.Collections.Immutable;
using System.Net;

namespace Countersign.Cli.Requests;

/// <summary>A request as it was ordered.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The address, its query included.</param>
internal sealed record RequestOrder(HttpMethod Method, Uri Url)
{
    /// <summary>The fields that were written, and those that everybody sends.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>Names of fields that no redirect carries to another origin, besides those whose names say so.</summary>
    public ImmutableArray<string> OwnFields { get; init; } = [];

    /// <summary>Secrets that stand in the request.</summary>
    public ImmutableArray<Secret> Secrets { get; init; } = [];

    /// <summary>The content; null for none.</summary>
    public RequestContent? Content { get; init; }

    /// <summary>What there is to show.</summary>
    public GivenCredentials Credentials { get; init; } = new();

    /// <summary>The version to speak; null for the best that both sides know.</summary>
    public Version? Version { get; init; }

    /// <summary>Whether redirects are followed.</summary>
    public bool Follows { get; init; } = true;

    /// <summary>Whether challenges are answered.</summary>
    public bool Reauthenticates { get; init; } = true;

    /// <summary>Whether cookies that an answer sets go along with what follows it.</summary>
    public bool KeepsCookies { get; init; } = true;

    /// <summary>How many times it is sent, by one client that remembers what it learnt.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How long the answer may take to begin.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A PEM file of authorities to trust; null for the system's.</summary>
    public string? Authorities { get; init; }

    /// <summary>The proxy; null for what the environment names.</summary>
    public string? Proxy { get; init; }

    /// <summary>Who asks the proxy.</summary>
    public (string User, Secret Password)? ProxyUser { get; init; }

    /// <summary>Makes the connections, past every proxy; null for those that everybody has.</summary>
    public Func<SocketsHttpHandler>? Connections { get; init; }

    /// <summary>The message, without credentials.</summary>
    /// <exception cref="IOException">The file of the content can't be read.</exception>
    public HttpRequestMessage CreateMessage()
    {
        var message = new HttpRequestMessage(Method, Url)
        {
            Content = Content?.Create(),
            Version = Version ?? (Url.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11),
            VersionPolicy = Version is null ? HttpVersionPolicy.RequestVersionOrLower : HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in Fields)
        {
            if (message.Headers.TryAddWithoutValidation(name, value))
                continue;
            message.Content ??= new ByteArrayContent([]);
            message.Content.Headers.Remove(name);
            message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
