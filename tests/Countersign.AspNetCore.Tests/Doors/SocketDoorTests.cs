using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors;

/// <summary>What takes a real server: exact targets, addresses of clients, trailers.</summary>
public sealed class SocketDoorTests
{
    private static readonly string _hashed = Hex("dora:devices:secret");

    [Theory]
    [InlineData("/closed", 401)]
    [InlineData("/a/%2e%2e/closed", 400)]
    [InlineData("/x/../closed", 400)]
    [InlineData("/%63losed", 401)]
    [InlineData("/a/%2e%2e/open", 200)]
    [InlineData("/open", 200)]
    public async Task A_target_with_two_readings_is_refused_where_it_matters(string target, int status)
    {
        await using var app = await DoorApplication.StartAsync(
            door => door.AddPolicy("people", policy => policy.AnyOf("file")),
            app =>
            {
                app.UseCountersign();
                app.MapGet("/open", () => "");
                app.MapGet("/closed", () => "").RequireCountersign("people");
            },
            onSocket: true);

        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", app.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        var answer = await new StreamReader(client.GetStream()).ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "192.0.2.7", 200)]
    [InlineData(true, "198.51.100.7", 403)]
    [InlineData(false, "192.0.2.7", 403)]
    public async Task Who_the_client_is_is_the_word_of_trusted_proxies_alone(bool isTrusted, string told, int status)
    {
        await using var app = await DoorApplication.StartAsync(
            door =>
            {
                if (isTrusted)
                    door.TrustedProxies.Add("127.0.0.1");
                door.AddPolicy("near", policy => policy.AnyOf("file").Networks("192.0.2.0/24"));
            },
            app =>
            {
                app.UseCountersign();
                app.MapGet("/", () => "").RequireCountersign("near");
            },
            onSocket: true);

        Assert.Equal(status, (await DoorApplication.ReadAsync(app.GetAsync("/", DoorApplication.Basic("anna"), ("X-Forwarded-For", told)))).Status);
    }

    [Theory]
    [InlineData("/text", "hello, world")]
    [InlineData("/pieces", "one two three")]
    [InlineData("/completed", "all")]
    [InlineData("/nothing", "")]
    public async Task An_answer_is_signed_over_its_content_behind_it(string path, string content)
    {
        await using var app = await DigestAsync("auth-int");

        using var answer = await AskAsync(app, path, "", "auth-int");

        Assert.Equal((200, content), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Contains($"rspauth=\"{Proof(answer, path, $":{Hex(content)}")}\"", Assert.Single(answer.TrailingHeaders.GetValues("Authentication-Info")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_content_is_signed_in_its_head()
    {
        await using var app = await DigestAsync("auth-int");

        using var answer = await AskAsync(app, "/204", "", "auth-int");

        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Contains($"rspauth=\"{Proof(answer, "/204", $":{Hex("")}")}\"", Assert.Single(answer.Headers.GetValues("Authentication-Info")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_content_that_something_changes_on_its_way_is_not_signed_at_all()
    {
        await using var app = await DigestAsync("auth-int", compresses: true);

        using var answer = await AskAsync(app, "/text", "", "auth-int", ("Accept-Encoding", "gzip"));

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Contains("gzip", answer.Content.Headers.ContentEncoding);
        Assert.False(answer.Headers.Contains("Authentication-Info") || answer.TrailingHeaders.Contains("Authentication-Info"));
    }

    [Fact]
    public async Task An_endpoint_that_fails_before_it_answers_leaves_an_answer_to_others()
    {
        await using var app = await DigestAsync("auth-int");

        using var answer = await AskAsync(app, "/fails", "", "auth-int");

        Assert.Equal((500, "sorry"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Empty(answer.TrailingHeaders);
    }

    [Fact]
    public async Task The_application_reads_the_content_that_the_door_verified()
    {
        await using var app = await DigestAsync("auth-int");

        using var answer = await AskAsync(app, "/echo", "as it was", "auth-int");

        Assert.Equal("as it was", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_integrity_the_field_is_in_the_head()
    {
        await using var app = await DigestAsync("auth");

        using var answer = await AskAsync(app, "/text", "", "auth");

        Assert.Contains($"rspauth=\"{Proof(answer, "/text", "")}\"", Assert.Single(answer.Headers.GetValues("Authentication-Info")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_page_asks_for_no_credentials_again()
    {
        await using var app = await DigestAsync("auth");

        using var answer = await AskAsync(app, "/404", "", "auth");

        Assert.Equal((404, "no such page"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static Task<DoorApplication> DigestAsync(string qop, bool compresses = false) => DoorApplication.StartAsync(
        door =>
        {
            door.AddDigest("devices", digest =>
            {
                digest.Htdigest = "devices.htdigest";
                digest.Realm = "devices";
                digest.Qop.Add(qop);
            });
            door.AddPolicy("devices", policy => policy.AnyOf("devices"));
            door.RequireByDefault("devices");
        },
        app =>
        {
            app.UseExceptionHandler(error => error.Run(context => context.Response.WriteAsync("sorry")));
            if (compresses)
                app.UseResponseCompression();
            app.UseStatusCodePagesWithReExecute("/error/{0}");
            app.UseRouting();
            app.UseCountersign();
            app.MapGet("/text", () => "hello, world");
            app.MapGet("/pieces", async (HttpContext context) =>
            {
                await context.Response.Body.WriteAsync("one "u8.ToArray());
                await context.Response.Body.FlushAsync();
                await context.Response.WriteAsync("two ");
                await context.Response.BodyWriter.WriteAsync("three"u8.ToArray());
            });
            app.MapGet("/completed", async (HttpContext context) =>
            {
                await context.Response.WriteAsync("all");
                await context.Response.CompleteAsync();
            });
            app.MapGet("/nothing", () => { });
            app.MapGet("/204", () => Results.NoContent());
            app.MapGet("/404", () => Results.NotFound());
            app.MapGet("/error/404", (HttpContext context) => "no such page");
            app.MapGet("/fails", string () => throw new InvalidOperationException("It fails."));
            app.MapPost("/echo", async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync());
        },
        builder => builder.Services.AddResponseCompression(),
        onSocket: true);

    /// <summary>Asks as a client of Digest does, who takes trailers.</summary>
    private static async Task<HttpResponseMessage> AskAsync(DoorApplication app, string path, string content, string qop, params (string, string)[] fields)
    {
        var method = content.Length > 0 ? HttpMethod.Post : HttpMethod.Get;
        using var asked = await app.SendAsync(method, path, null);
        Assert.Equal(401, (int)asked.StatusCode);
        var challenge = ChallengeReader.Read(asked.Headers.GetValues("WWW-Authenticate").ToArray()).Challenges[0];
        var credentials = DigestResponder.Respond(
            challenge, new DigestLogin("dora", "secret"), method.Method, path, "0a4f", content: qop == "auth-int" ? Encoding.UTF8.GetBytes(content) : null)!;
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", CredentialsWriter.Write(credentials));
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        foreach (var (name, value) in fields)
            request.Headers.TryAddWithoutValidation(name, value);
        if (content.Length > 0)
            request.Content = new StringContent(content);
        return await app.Client.SendAsync(request);
    }

    /// <summary>RFC 7616 §3.5: what the server proves, over the nonce of the request.</summary>
    private static string Proof(HttpResponseMessage answer, string path, string contentPart)
    {
        var sent = CredentialsReader.Read(answer.RequestMessage!.Headers.GetValues("Authorization").Single()).Credentials!;
        return Hex($"{_hashed}:{sent.Find("nonce")}:{sent.Find("nc")}:{sent.Find("cnonce")}:{sent.Find("qop")}:{Hex($":{path}{contentPart}")}");
    }

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
