namespace Countersign.Client.Tokens.SignIns;

/// <summary>What takes a person to the authorization server and brings the answer back (RFC 6749 §1.2): a browser, in most cases.</summary>
public abstract class UserAgent
{
    /// <summary>One that the caller has, with an address of the caller's own for the answer.</summary>
    /// <param name="redirectUri">Where the server sends the answer (<c>redirect_uri</c>).</param>
    /// <param name="visit">Goes to an address of the authorization server, and returns the one that the server sent it back to, its query included.</param>
    public static UserAgent Of(Uri redirectUri, Func<Uri, CancellationToken, Task<Uri>> visit)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        ArgumentNullException.ThrowIfNull(visit);
        if (!redirectUri.IsAbsoluteUri || redirectUri.Fragment.Length > 0)
            throw new ArgumentException("A redirect URI is absolute and has no fragment (RFC 6749 §3.1.2).", nameof(redirectUri));
        return new Callers(redirectUri, visit);
    }

    /// <summary>Goes there and comes back.</summary>
    /// <param name="request">Makes the address to go to, of the one that the answer is to come to. It fails when the client can't become known to the server.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <returns>The address that the server sent it back to.</returns>
    public abstract Task<Uri> VisitAsync(Func<Uri, CancellationToken, Task<Uri>> request, CancellationToken cancel);

    /// <summary>How often it is asked to.</summary>
    internal SignInBudget Budget { get; } = new();

    /// <summary>Says where answers came to before: servers may know that place alone.</summary>
    internal virtual void Prefer(Uri redirectUri)
    {
    }

    private sealed class Callers(Uri redirectUri, Func<Uri, CancellationToken, Task<Uri>> visit) : UserAgent
    {
        public override async Task<Uri> VisitAsync(Func<Uri, CancellationToken, Task<Uri>> request, CancellationToken cancel) =>
            await visit(await request(redirectUri, cancel), cancel);
    }
}
