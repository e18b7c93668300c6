using System.Data.Common;
using Countersign.AspNetCore.Stores.Engines;
using Countersign.TestKit.Postgres;
using Npgsql;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

/// <summary>A schema of its own on the server that the tests share.</summary>
internal sealed class PostgresHome : StoreHome
{
    public PostgresHome(PostgresServer server)
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed.");
        Name = server.NewStore();
    }

    public override string Name { get; }

    protected override DbConnection Connect()
    {
        var connection = new NpgsqlConnection(PostgresPlace.Parse(Name).ConnectionString);
        connection.Open();
        return connection;
    }

    protected override string Octets(string digits) => $"'\\x{digits}'::bytea";

    protected override void Leave()
    {
    }
}
