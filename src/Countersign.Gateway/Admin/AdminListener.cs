using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Gateway.Admin.Catalogues;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Hosting;
using Countersign.Wire;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Gateway.Admin;

/// <summary>What <see cref="AdminCatalogue"/> has, on a listener of its own (CONTRACT 13).</summary>
/// <param name="configuration">Says where it listens.</param>
/// <param name="token">The credential.</param>
/// <param name="endpoints">What serves its addresses.</param>
/// <param name="pages">The pages for people; null where nobody brought some.</param>
internal sealed class AdminListener(GatewayConfiguration configuration, Secret token, AdminEndpoints endpoints, IAdminPages? pages) : IAsyncDisposable
{
    private volatile byte[] _expected = Hash(token.Reveal());
    private ServiceProvider? _container;
    private IServer? _server;

    /// <summary>Where it listens, with the port that was really opened.</summary>
    public string Address => _server!.Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public Task StartAsync(TimeProvider clock, CancellationToken cancel)
    {
        ListenerConfiguration[] listeners = [new() { Url = configuration.Admin! }];
        _container = new ServiceCollection().AddServer(listeners, clock).BuildServiceProvider();
        _server = _container.GetRequiredService<IServer>();
        return _server.OpenAsync(new BareApplication(ServeAsync, _container), "admin", listeners, cancel);
    }

    /// <summary>Takes another credential instead, from the next request on.</summary>
    public void Expect(Secret token) => _expected = Hash(token.Reveal());

    public async ValueTask DisposeAsync()
    {
        if (_container is not null)
            await _container.DisposeAsync();
    }

    private Task ServeAsync(HttpContext context)
    {
        UnreadContent.Abandon(context); // most addresses take none, and no one more than a little
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";

        // What else listens on this host is the same site to a browser, at another port.
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!IsOwnHost(HostAndPort.NameOf(context.Request.Headers.Host.ToString())))
            return PlainProblem.WriteAsync(context, 421, "Misdirected request", "The admin listener does not serve this host name.");
        var found = AdminCatalogue.At(AdminPath.SegmentsOf(context));
        if (!found.Any(candidate => candidate.Endpoint.IsOpen) && !IsAuthorized(context.Request))
        {
            response.Headers.Append("WWW-Authenticate", "Bearer realm=\"countersign admin\"");
            response.Headers.Append("WWW-Authenticate", "Basic realm=\"countersign admin\", charset=\"UTF-8\"");
            return PlainProblem.WriteAsync(context, 401, "Authentication required", "With any name, the password is the admin credential: admin-token of the configuration, else what was printed once at the first start.");
        }

        if (found.Count == 0 && pages is not null && context.Request.Path.StartsWithSegments(IAdminPages.Root, StringComparison.Ordinal, out var mount, out var path))
        {
            (context.Request.PathBase, context.Request.Path) = (context.Request.PathBase.Add(mount), path);
            return pages.ServeAsync(context);
        }

        if (found.Count == 0)
            return PlainProblem.WriteAsync(context, 404, "Nothing here", pages is null ? AdminCatalogue.Directory : $"{AdminCatalogue.Directory} {IAdminPages.Root} has pages for people.");
        foreach (var (endpoint, values) in found)
        {
            if (endpoint.Takes(context.Request.Method))
                return endpoints.ServeAsync(context, endpoint, values);
        }

        var methods = found.SelectMany(candidate => candidate.Endpoint.Method == "GET" ? ["GET", "HEAD"] : (string[])[candidate.Endpoint.Method]).ToArray();
        response.Headers.Allow = string.Join(", ", methods);
        return PlainProblem.WriteAsync(context, 405, "Method not allowed", $"This address takes {string.Join(" and ", methods)} alone.");
    }

    /// <summary>A page in a browser must not reach a loopback listener under a name of its own (DNS rebinding).</summary>
    private static bool IsOwnHost(string host) =>
        host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _);

    private bool IsAuthorized(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } line] || CredentialsReader.Read(line) is not { IsValid: true, Credentials: { Token68: { } token68 } presented })
            return false;
        if (presented.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return IsToken(token68);
        return presented.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && PasswordOf(token68) is { } password && IsToken(password);
    }

    /// <summary>The password of Basic credentials, whatever the name; null when they are unreadable.</summary>
    private static string? PasswordOf(string token68)
    {
        Span<byte> decoded = stackalloc byte[512];
        if (!Convert.TryFromBase64String(token68, decoded, out var length))
            return null;
        var colon = decoded[..length].IndexOf((byte)':');
        return colon < 0 ? null : Encoding.UTF8.GetString(decoded[(colon + 1)..length]);
    }

    private bool IsToken(string text) => CryptographicOperations.FixedTimeEquals(Hash(text), _expected);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
