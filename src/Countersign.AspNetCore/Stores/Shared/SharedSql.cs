namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>Words of PostgreSQL's that what gateways share is written in.</summary>
internal static class SharedSql
{
    /// <summary>The time in milliseconds by the database's clock: gateways have as many clocks as machines.</summary>
    public const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    /// <summary>How long what a request waits for may take, in seconds.</summary>
    public const int Patience = 3;
}
