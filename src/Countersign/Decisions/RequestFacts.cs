using System.Net;

namespace Countersign.Decisions;

/// <summary>What may be seen of a request when it is judged. The edges derive from it; the core never sees a socket.</summary>
public abstract class RequestFacts
{
    /// <summary>The method, case-sensitive (RFC 9110 §9.1).</summary>
    public abstract string Method { get; }

    /// <summary>The request target as it arrived, in whichever form (RFC 9112 §3.2), query included: what Digest's uri must equal.</summary>
    public abstract string Target { get; }

    /// <summary>The host of the target, lower case, without port.</summary>
    public abstract string Host { get; }

    /// <summary>The host and port as the client asked for them; a default port may stand there or not.</summary>
    public virtual string Authority => Host;

    /// <summary>The SHA-256 of the client's TLS certificate in base64url (RFC 8705 §3.1); null when none came or nobody asked for one.</summary>
    public virtual string? ClientCertificateThumbprint => null;

    /// <summary>Whether the client's own connection is protected by TLS.</summary>
    public abstract bool IsTls { get; }

    /// <summary>The client's address, behind trusted proxies the one that they report.</summary>
    public abstract IPAddress ClientAddress { get; }

    /// <summary>Whether a script sent it: Sec-Fetch-Mode other than navigate, or X-Requested-With. Such requests get no challenge that opens a dialog.</summary>
    public abstract bool IsFromScript { get; }

    /// <summary>The only line of a field; null when the field is absent or has several lines.</summary>
    public abstract string? Field(string name);

    /// <summary>One of the lines of a field, the first being 0; null when it has not that many.</summary>
    public virtual string? FieldLine(string name, int at) => at == 0 ? Field(name) : null;

    /// <summary>How many lines a field has.</summary>
    public abstract int FieldCount(string name);

    /// <summary>The whole content for schemes that sign it (Digest auth-int), read once and kept for the upstream; at most <paramref name="limit"/> bytes.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public abstract ValueTask<ContentReading> ReadContentAsync(int limit, CancellationToken cancel);

    /// <summary>The whole content for schemes that may have their credentials in it, before anybody is known; at most <paramref name="limit"/> octets, and out of less memory.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public virtual ValueTask<ContentReading> LookIntoContentAsync(int limit, CancellationToken cancel) => ReadContentAsync(limit, cancel);

    /// <summary>What became of reading the content for a scheme that looks for its credentials there (<see cref="IAuthScheme.ContentToRead"/>); null while none had to.</summary>
    public ContentReading? Content { get; internal set; }

    /// <summary>Whether the client takes trailer fields (<c>TE: trailers</c>), so that a digest over a streamed answer can follow it.</summary>
    public virtual bool TakesTrailers => false;

    /// <summary>What was found of the secret in this request so far; kept by <see cref="Ports.IGuessLimit"/>.</summary>
    public GuessState Guess { get; set; }
}
