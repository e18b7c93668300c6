using System.Net.Http.Headers;

namespace Countersign.Client.Tokens;

/// <summary>What a token endpoint is shown beside who the client is: that it holds the key to which the token will be bound (RFC 9449 §5).</summary>
internal abstract class TokenEndpointProof
{
    /// <summary>The value of the DPoP field; each request has its own.</summary>
    /// <param name="url">The endpoint.</param>
    public abstract string Prove(Uri url);

    /// <summary>Takes the nonce of an answer, whatever its status.</summary>
    /// <returns>Whether it differs from the one that was sent, so that sending again makes sense when the server demands it.</returns>
    public abstract bool Receive(Uri url, HttpResponseHeaders headers);
}
