using Countersign.AotClient;
using Countersign.Client;
using Microsoft.Extensions.DependencyInjection;

// A program as NativeAOT makes it: gets in at the server that its argument names by each way that is asked for there.
var url = args[0].TrimEnd('/');
var services = new ServiceCollection();
services.AddHttpClient("basic").AddCountersign(options => options.AddBasic(url, "anna", new("secret"), basic => basic.AllowCleartext = true));
services.AddHttpClient("bearer").AddCountersign(options => options.AddBearer(url, new NumberedGrant(), bearer => bearer.AllowCleartext = true));
await using var provider = services.BuildServiceProvider();
var clients = provider.GetRequiredService<IHttpClientFactory>();
Console.WriteLine(await clients.CreateClient("basic").GetStringAsync($"{url}/basic"));
Console.WriteLine(await clients.CreateClient("bearer").GetStringAsync($"{url}/bearer"));

var alone = new ReauthenticationOptions();
alone.AddApiKey(url, new("k1"), key => key.AllowCleartext = true);
using var handler = new ReauthenticationHandler(alone, new SocketsHttpHandler());
using var client = new HttpClient(handler);
Console.WriteLine(await client.GetStringAsync($"{url}/key"));
try
{
    await client.GetStringAsync($"{url}/basic");
}
catch (AuthenticationFailedException failed)
{
    Console.WriteLine($"{failed.Failure.Reason} {failed.Problem?.Reference}");
}
