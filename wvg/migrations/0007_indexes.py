"""Indexes for what is asked at every press and every few minutes, of tables that only grow."""


def up(migrator, db):
    migrator.migrate(
        migrator.add_index("act_change", ("table", "row")),
        migrator.add_index("message", ("kind", "activity")),
    )
