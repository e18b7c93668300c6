using System.Data.Common;
using Countersign.AspNetCore.Stores.Engines;
using Countersign.TestKit.Postgres;
using Dapper;
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

    protected override void MakeOld(int version, DbConnection connection)
    {
        connection.Execute($"CREATE SCHEMA {PostgresPlace.Parse(Name).SearchPath}; {PostgresDialect.Beginning}");
        foreach (var step in StoreMigrations.After(0, new PostgresDialect(), version))
            connection.Execute(step);
        connection.Execute($"UPDATE shape SET version = {version}");
    }

    protected override string Octets(string digits) => $"'\\x{digits}'::bytea";

    protected override void Leave()
    {
    }
}
