// The sidecar of durabletask-go on SQLite, with an address of its own choosing.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"os"

	"github.com/microsoft/durabletask-go/backend"
	"github.com/microsoft/durabletask-go/backend/sqlite"
	"google.golang.org/grpc"
)

const parallel = 64

func main() {
	logger := quiet{backend.DefaultLogger()}
	// Its SQLite rolls back by journal and is fully synchronous: SQLite's own defaults.
	store := sqlite.NewSqliteBackend(sqlite.NewSqliteOptions(os.Args[1]), logger)
	server := grpc.NewServer()
	executor, register := backend.NewGrpcExecutor(store, logger)
	register(server)
	many := backend.WithMaxParallelism(parallel)
	orchestrations := backend.NewOrchestrationWorker(store, executor, logger, many)
	activities := backend.NewActivityTaskWorker(store, executor, logger, many)
	worker := backend.NewTaskHubWorker(store, orchestrations, activities, logger)
	if err := worker.Start(context.Background()); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr())
	log.Fatal(server.Serve(listener))
}

// quiet logs nothing: a line for each item of work costs time, and the worker that leaves at the
// end of a run would be told as many errors. Work that fails does not count as ended.
type quiet struct{ backend.Logger }

func (quiet) Debug(v ...any)                 {}
func (quiet) Debugf(format string, v ...any) {}
func (quiet) Info(v ...any)                  {}
func (quiet) Infof(format string, v ...any)  {}
func (quiet) Warn(v ...any)                  {}
func (quiet) Warnf(format string, v ...any)  {}
func (quiet) Error(v ...any)                 {}
func (quiet) Errorf(format string, v ...any) {}
