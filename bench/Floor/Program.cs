using System.Globalization;
using System.Net;
using Countersign.Floor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

// What the platform costs by itself, set up as the gateway sets it up: Countersign.Floor PORT UPSTREAM-PORT
var (port, upstream) = (int.Parse(args[0], CultureInfo.InvariantCulture), args[1]);
var builder = WebApplication.CreateEmptyBuilder(new());
builder.Services.AddHttpForwarder();
builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
{
    server.AddServerHeader = false;
    server.Listen(IPAddress.Loopback, port);
});
await using var app = builder.Build();
using var client = new HttpMessageInvoker(new SocketsHttpHandler
{
    UseProxy = false,
    AllowAutoRedirect = false,
    AutomaticDecompression = DecompressionMethods.None,
    UseCookies = false,
    ActivityHeadersPropagator = null,
});
var floor = new FloorApplication(app.Services.GetRequiredService<IHttpForwarder>(), client, $"http://127.0.0.1:{upstream}");
await app.Services.GetRequiredService<IServer>().StartAsync(floor, default);
await Task.Delay(Timeout.Infinite);
