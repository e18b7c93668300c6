using System.Globalization;
using Countersign.Caller;

// Countersign.Caller load KIND URL CONNECTIONS SECONDS   calls a server as fast as it can by one kind of client
// Countersign.Caller overhead KIND REQUESTS              what a client costs over no network at all
// Countersign.Caller storm WAITERS                       how requests get on that find their token at its end
// Each writes one line of JSON.
return args switch
{
    ["load", var kind, var url, var connections, var seconds] => await Load.RunAsync(kind, new(url), Number(connections), Number(seconds)),
    ["overhead", var kind, var requests] => await Overhead.RunAsync(kind, Number(requests)),
    ["storm", var waiters] => await Storm.RunAsync(Number(waiters)),
    _ => Misused(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Misused()
{
    Console.Error.WriteLine("load KIND URL CONNECTIONS SECONDS, overhead KIND REQUESTS, or storm WAITERS");
    return 2;
}
