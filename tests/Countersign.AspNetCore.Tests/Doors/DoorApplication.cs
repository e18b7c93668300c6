using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Stores;
using Countersign.Schemes.Basic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Countersign.AspNetCore.Tests.Doors;

/// <summary>An application with a door, on no socket unless it is asked for one. Its file has anna (password secret), its store eve (password secret, group ops).</summary>
internal sealed class DoorApplication : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly WebApplication _app;

    private DoorApplication(DirectoryInfo folder, WebApplication app, HttpClient client) => (_folder, _app, Client) = (folder, app, client);

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static string Basic(string user, string password = "secret") => BasicResponder.Authorization(user, password);

    /// <summary>Starts one.</summary>
    /// <param name="door">Its door, which has the schemes file (htpasswd) and staff (the store) already.</param>
    /// <param name="map">Its pipeline and endpoints; what calls UseCountersign.</param>
    /// <param name="configure">Further services.</param>
    /// <param name="onSocket">Whether Kestrel serves it.</param>
    public static async Task<DoorApplication> StartAsync(
        Action<CountersignOptions>? door, Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, bool onSocket = false)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "users.htpasswd"), $"anna:{Hash("secret")}\n");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "devices.htdigest"), $"dora:devices:{Convert.ToHexStringLower(SHA256.HashData("dora:devices:secret"u8))}\n");
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = folder.FullName, EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        if (onSocket)
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        else
            builder.WebHost.UseTestServer();
        if (door is not null)
        {
            builder.Services.AddCountersign(options =>
            {
                options.AddBasic("file", basic => (basic.Htpasswd, basic.AllowCleartext) = ("users.htpasswd", true));
                options.AddBasic("staff", basic => (basic.Realm, basic.AllowCleartext) = ("Staff", true));
                door(options);
            });
        }

        configure?.Invoke(builder);
        var app = builder.Build();
        map(app);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            folder.Delete(recursive: true);
            throw;
        }

        if (door is not null)
            app.Services.GetRequiredService<UserStore>().Add(new UserRecord("eve", Hash("secret")) { Groups = ["ops"], Email = "eve@example.org" });
        var client = onSocket
            ? new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) }
            : app.GetTestClient();
        return new(folder, app, client);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? authorization = null, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Get, path, authorization, fields);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? authorization, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (authorization is not null)
            Assert(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        foreach (var (name, value) in fields)
            Assert(request.Headers.TryAddWithoutValidation(name, value));
        return await Client.SendAsync(request);

        static void Assert(bool added) => Xunit.Assert.True(added);
    }

    /// <summary>The status, and the reason of the answer's problem document; null when it is none.</summary>
    public static async Task<(int Status, string? Reason)> ReadAsync(Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return ((int)answer.StatusCode, null);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return ((int)answer.StatusCode, problem.RootElement.GetProperty("reason").GetString());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string Hash(string password) => "{SHA}" + Convert.ToBase64String(SHA1.HashData(Encoding.UTF8.GetBytes(password)));
}
